using Barograph.Model;
using Npgsql;

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

    public ValueTask<Account> AddAsync(string name, string passwordHash, AccountRole role, Instant now, CancellationToken cancel) =>
        operate.WriteAsync(async connection =>
        {
            await CatalogLock.TakeAsync(connection, cancel);
            List<int> added = await Sql.ListAsync(
                Sql.Command(connection,
                    "INSERT INTO account (name, password_hash, role, created_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING RETURNING id",
                    Sql.Text(name), Sql.Text(passwordHash), Sql.Small((int)role), Sql.Time(now)),
                static row => row.GetInt32(0), cancel);
            return added.Count == 1 ? new Account(added[0], name, passwordHash, role, now) : throw new NameTakenException(name);
        }, cancel);

    public ValueTask<bool> SetPasswordAsync(string name, string passwordHash, string? keptSession, CancellationToken cancel) =>
        operate.WriteAsync(async connection =>
        {
            int changed = await Sql.ExecuteAsync(
                Sql.Command(connection,
                    "UPDATE account SET password_hash = $2 WHERE name = $1", Sql.Text(name), Sql.Text(passwordHash)), cancel);
            await Sql.ExecuteAsync(
                Sql.Command(connection,
                    "DELETE FROM session USING account a WHERE a.id = account_id AND a.name = $1 AND hash IS DISTINCT FROM $2",
                    Sql.Text(name), Sql.Text(keptSession)), cancel);
            return changed > 0;
        }, cancel);

    public ValueTask<AccountChange> SetRoleAsync(string name, AccountRole role, CancellationToken cancel) =>
        ChangeAsync(name, role, (connection, id) => Sql.ExecuteAsync(
            Sql.Command(connection, "UPDATE account SET role = $2 WHERE id = $1", Sql.Int(id), Sql.Small((int)role)), cancel), cancel);

    public ValueTask<AccountChange> RemoveAsync(string name, CancellationToken cancel) =>
        ChangeAsync(name, null, async (connection, id) =>
        {
            await Sql.ExecuteAsync(Sql.Command(connection, "DELETE FROM session WHERE account_id = $1", Sql.Int(id)), cancel);
            return await Sql.ExecuteAsync(Sql.Command(connection, "DELETE FROM account WHERE id = $1", Sql.Int(id)), cancel);
        }, cancel);

    /// <summary>Changes an account unless no owner would be left.</summary>
    /// <param name="name">The account.</param>
    /// <param name="role">The role that it will have; null: it will be gone.</param>
    /// <param name="change">Does it, given the account's number.</param>
    /// <param name="cancel">Ends it.</param>
    private ValueTask<AccountChange> ChangeAsync(
        string name, AccountRole? role, Func<NpgsqlConnection, int, ValueTask<int>> change, CancellationToken cancel) =>
        operate.WriteAsync(async connection =>
        {
            await CatalogLock.TakeAsync(connection, cancel);
            List<Account> all = await Sql.ListAsync(Sql.Command(connection, AccountRows.Select), AccountRows.Read, cancel);
            if (all.Find(account => string.Equals(account.Name, name, StringComparison.Ordinal)) is not { } account)
                return AccountChange.Unknown;
            if (role != AccountRole.Owner && account.Role == AccountRole.Owner && all.Count(other => other.Role == AccountRole.Owner) == 1)
                return AccountChange.LastOwner;
            await change(connection, account.Id);
            return AccountChange.Done;
        }, cancel);
}
