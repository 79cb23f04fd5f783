using Barograph.Model;
using Microsoft.Data.Sqlite;

namespace Barograph.Storage.Sqlite.Catalog;

internal sealed class SqliteAccountCatalog(SqliteEngine engine) : IAccountCatalog
{
    public async ValueTask<IReadOnlyList<Account>> ListAsync(CancellationToken cancel) =>
        await engine.ReadAsync(
            reader => reader.Connection.Rows("SELECT id, name, password_hash, role, created_at FROM account ORDER BY id", Read), cancel);

    public async ValueTask<Account?> AddFirstOwnerAsync(string name, string passwordHash, Instant now, CancellationToken cancel) =>
        await engine.ChangeAsync(
            db =>
            {
                if (db.Scalar("SELECT 1 FROM account LIMIT 1") is not null)
                    return null;
                return Insert(db, name, passwordHash, AccountRole.Owner, now);
            },
            cancel);

    public async ValueTask<Account> AddAsync(string name, string passwordHash, AccountRole role, Instant now, CancellationToken cancel) =>
        await engine.ChangeAsync(
            db => RoleOf(db, name) is null ? Insert(db, name, passwordHash, role, now) : throw new NameTakenException(name), cancel);

    public async ValueTask<bool> SetPasswordAsync(string name, string passwordHash, string? keptSession, CancellationToken cancel) =>
        await engine.ChangeAsync(
            db =>
            {
                if (db.Execute("UPDATE account SET password_hash = $2 WHERE name = $1", name, passwordHash) == 0)
                    return false;
                db.Execute(
                    "DELETE FROM session WHERE account_id = (SELECT id FROM account WHERE name = $1) AND hash IS NOT $2", name, keptSession);
                return true;
            },
            cancel);

    public async ValueTask<AccountChange> SetRoleAsync(string name, AccountRole role, CancellationToken cancel) =>
        await engine.ChangeAsync(
            db =>
            {
                if (RoleOf(db, name) is not { } before)
                    return AccountChange.Unknown;
                if (role != AccountRole.Owner && IsLastOwner(db, before))
                    return AccountChange.LastOwner;
                db.Execute("UPDATE account SET role = $2 WHERE name = $1", name, (int)role);
                return AccountChange.Done;
            },
            cancel);

    public async ValueTask<AccountChange> RemoveAsync(string name, CancellationToken cancel) =>
        await engine.ChangeAsync(
            db =>
            {
                if (RoleOf(db, name) is not { } before)
                    return AccountChange.Unknown;
                if (IsLastOwner(db, before))
                    return AccountChange.LastOwner;
                db.Execute("DELETE FROM session WHERE account_id = (SELECT id FROM account WHERE name = $1)", name);
                db.Execute("DELETE FROM account WHERE name = $1", name);
                return AccountChange.Done;
            },
            cancel);

    /// <summary>From the columns id, name, password_hash, role, created_at.</summary>
    public static Account Read(SqliteDataReader row) =>
        new(row.GetInt32(0), row.GetString(1), row.GetString(2), (AccountRole)row.GetInt32(3), row.Time(4));

    private static Account Insert(SqliteConnection db, string name, string passwordHash, AccountRole role, Instant now)
    {
        int id = db.InsertReturningId(
            "INSERT INTO account (name, password_hash, role, created_at) VALUES ($1, $2, $3, $4) RETURNING id",
            name, passwordHash, (int)role, now);
        return new Account(id, name, passwordHash, role, now);
    }

    private static AccountRole? RoleOf(SqliteConnection db, string name) =>
        (AccountRole?)(long?)db.Scalar("SELECT role FROM account WHERE name = $1", name);

    private static bool IsLastOwner(SqliteConnection db, AccountRole role) =>
        role == AccountRole.Owner && (long)db.Scalar("SELECT count(*) FROM account WHERE role = $1", (int)AccountRole.Owner)! == 1;
}
