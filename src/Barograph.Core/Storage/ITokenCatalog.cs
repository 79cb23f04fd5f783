using Barograph.Model;

namespace Barograph.Storage;

public interface ITokenCatalog
{
    /// <summary>All tokens, expired ones included, by id.</summary>
    ValueTask<IReadOnlyList<Token>> ListAsync(CancellationToken cancel);

    /// <summary>Adds a personal token named <paramref name="name"/>.</summary>
    /// <exception cref="NameTakenException">A live personal token has this name.</exception>
    ValueTask<Token> AddPersonalAsync(string name, NewToken token, Instant now, CancellationToken cancel);

    /// <summary>Gives a device a new token and lets its other live tokens expire at <paramref name="oldExpireAt"/> (never later than they would; null: they go on as they did), as one transaction.</summary>
    ValueTask<Token> RotateAsync(int deviceId, NewToken token, Instant now, Instant? oldExpireAt, CancellationToken cancel);

    /// <summary>Ends a live token at <paramref name="at"/>. Returns false if there is no live token of this number.</summary>
    ValueTask<bool> RevokeAsync(int tokenId, Instant at, CancellationToken cancel);
}
