using Barograph.Model;
using Barograph.Server.Auth;
using Barograph.Storage;

namespace Barograph.Server.Changes;

/// <summary>What people do with personal tokens.</summary>
public sealed class TokenChanges(IStore store, TimeProvider clock)
{
    /// <exception cref="RefusedException">The name is not valid.</exception>
    /// <exception cref="NameTakenException">A live personal token has this name.</exception>
    public async Task<IssuedToken> AddAsync(string sent, TokenScope scope, CancellationToken cancel)
    {
        if (!NameRule.TryToken(sent, out string? name, out string? problem))
            throw new RefusedException(Errors.NameInvalid, problem);
        string secret = TokenText.New();
        var wanted = new NewToken(TokenKind.Random, TokenText.Hash(secret), scope, TokenReach.Any, Prefix: null, ExpiresAt: null);
        return new IssuedToken(await store.Tokens.AddPersonalAsync(name, wanted, Instant.Now(clock), cancel), secret);
    }
}
