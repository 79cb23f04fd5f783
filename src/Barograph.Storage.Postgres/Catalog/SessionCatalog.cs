using Barograph.Model;

namespace Barograph.Storage.Postgres;

internal sealed class SessionCatalog(RolePool operate) : ISessionCatalog
{
    public async ValueTask AddAsync(Session session, CancellationToken cancel) =>
        await operate.WriteAsync(async connection =>
        {
            await Sql.ExecuteAsync(
                Sql.Command(connection, "DELETE FROM session WHERE expires_at <= $1", Sql.Time(session.CreatedAt)), cancel);
            return await Sql.ExecuteAsync(
                Sql.Command(connection,
                    "INSERT INTO session (hash, account_id, created_at, expires_at, client) VALUES ($1, $2, $3, $4, $5)",
                    Sql.Text(session.Hash), Sql.Int(session.AccountId), Sql.Time(session.CreatedAt), Sql.Time(session.ExpiresAt),
                    Sql.Text(session.Client)), cancel);
        }, cancel);

    public async ValueTask<Account?> FindAccountAsync(string hash, Instant now, CancellationToken cancel)
    {
        List<Account> found = await operate.RunAsync(connection => Sql.ListAsync(
            Sql.Command(connection,
                AccountRows.Select + "JOIN session s ON s.account_id = a.id WHERE s.hash = $1 AND s.expires_at > $2",
                Sql.Text(hash), Sql.Time(now)),
            AccountRows.Read, cancel), cancel);
        return found.Count == 0 ? null : found[0];
    }

    public async ValueTask<IReadOnlyList<Session>> ListAsync(int accountId, Instant now, CancellationToken cancel) =>
        await operate.RunAsync(connection => Sql.ListAsync(
            Sql.Command(connection,
                """
                SELECT hash, account_id, created_at, expires_at, client FROM session
                WHERE account_id = $1 AND expires_at > $2 ORDER BY created_at DESC, hash
                """, Sql.Int(accountId), Sql.Time(now)),
            static row => new Session(row.GetString(0), row.GetInt32(1), Sql.GetTime(row, 2), Sql.GetTime(row, 3), row.GetString(4)), cancel), cancel);

    public async ValueTask EndAsync(string hash, CancellationToken cancel) =>
        await operate.WriteAsync(connection =>
            Sql.ExecuteAsync(Sql.Command(connection, "DELETE FROM session WHERE hash = $1", Sql.Text(hash)), cancel), cancel);
}
