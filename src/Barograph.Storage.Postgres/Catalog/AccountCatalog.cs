using Barograph.Model;

namespace Barograph.Storage.Postgres;

internal sealed class AccountCatalog(RolePool operate) : IAccountCatalog
{
    public async ValueTask<IReadOnlyList<Account>> ListAsync(CancellationToken cancel) =>
        await operate.RunAsync(connection => Sql.ListAsync(
            Sql.Command(connection, AccountRows.Select + "ORDER BY a.id"), AccountRows.Read, cancel), cancel);

    public ValueTask<Account?> AddFirstOwnerAsync(string name, string passwordHash, Instant now, CancellationToken cancel) =>
        operate.WriteAsync(async connection =>
        {
            // The lock is taken by a statement of its own: the next one then sees what its last holder committed.
            await CatalogLock.TakeAsync(connection, cancel);
            List<int> added = await Sql.ListAsync(
                Sql.Command(connection,
                    """
                    INSERT INTO account (name, password_hash, role, created_at)
                    SELECT $1, $2, $3, $4 WHERE NOT EXISTS (SELECT FROM account) RETURNING id
                    """,
                    Sql.Text(name), Sql.Text(passwordHash), Sql.Small((int)AccountRole.Owner), Sql.Time(now)),
                static row => row.GetInt32(0), cancel);
            return added.Count == 0 ? null : new Account(added[0], name, passwordHash, AccountRole.Owner, now);
        }, cancel);

    public ValueTask<bool> SetPasswordAsync(string name, string passwordHash, CancellationToken cancel) =>
        operate.WriteAsync(async connection =>
        {
            int changed = await Sql.ExecuteAsync(
                Sql.Command(connection,
                    "UPDATE account SET password_hash = $2 WHERE name = $1", Sql.Text(name), Sql.Text(passwordHash)), cancel);
            await Sql.ExecuteAsync(
                Sql.Command(connection,
                    "DELETE FROM session USING account a WHERE a.id = account_id AND a.name = $1", Sql.Text(name)), cancel);
            return changed > 0;
        }, cancel);
}
