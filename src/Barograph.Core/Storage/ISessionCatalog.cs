using Barograph.Model;

namespace Barograph.Storage;

public interface ISessionCatalog
{
    /// <summary>Keeps a session, and forgets those that ended before its creation.</summary>
    ValueTask AddAsync(Session session, CancellationToken cancel);

    /// <summary>The account behind a session that has not ended at <paramref name="now"/>, or null.</summary>
    ValueTask<Account?> FindAccountAsync(string hash, Instant now, CancellationToken cancel);

    /// <summary>The sessions of an account that have not ended at <paramref name="now"/>, the youngest first.</summary>
    ValueTask<IReadOnlyList<Session>> ListAsync(int accountId, Instant now, CancellationToken cancel);

    ValueTask EndAsync(string hash, CancellationToken cancel);
}
