using Barograph.Model;

namespace Barograph.Storage.Sqlite.Catalog;

internal sealed class SqliteSessionCatalog(SqliteEngine engine) : ISessionCatalog
{
    public async ValueTask AddAsync(Session session, CancellationToken cancel) =>
        await engine.TransactAsync(
            db =>
            {
                db.Execute("DELETE FROM session WHERE expires_at <= $1", session.CreatedAt);
                return db.Execute(
                    "INSERT INTO session (hash, account_id, created_at, expires_at, client) VALUES ($1, $2, $3, $4, $5)",
                    session.Hash, session.AccountId, session.CreatedAt, session.ExpiresAt, session.Client);
            },
            cancel);

    public async ValueTask<Account?> FindAccountAsync(string hash, Instant now, CancellationToken cancel)
    {
        List<Account> found = await engine.ReadAsync(
            reader => reader.Connection.Rows(
                """
                SELECT a.id, a.name, a.password_hash, a.role, a.created_at
                FROM session s JOIN account a ON a.id = s.account_id WHERE s.hash = $1 AND s.expires_at > $2
                """,
                SqliteAccountCatalog.Read, hash, now),
            cancel);
        return found.Count == 0 ? null : found[0];
    }

    public async ValueTask<IReadOnlyList<Session>> ListAsync(int accountId, Instant now, CancellationToken cancel) =>
        await engine.ReadAsync(
            reader => reader.Connection.Rows(
                """
                SELECT hash, account_id, created_at, expires_at, client FROM session
                WHERE account_id = $1 AND expires_at > $2 ORDER BY created_at DESC, hash
                """,
                row => new Session(row.GetString(0), row.GetInt32(1), row.Time(2), row.Time(3), row.GetString(4)), accountId, now),
            cancel);

    public async ValueTask EndAsync(string hash, CancellationToken cancel) =>
        await engine.TransactAsync(db => db.Execute("DELETE FROM session WHERE hash = $1", hash), cancel);
}
