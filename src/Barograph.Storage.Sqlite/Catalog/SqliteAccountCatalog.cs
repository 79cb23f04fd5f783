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
                int id = db.InsertReturningId(
                    "INSERT INTO account (name, password_hash, role, created_at) VALUES ($1, $2, $3, $4) RETURNING id",
                    name, passwordHash, (int)AccountRole.Owner, now);
                return new Account(id, name, passwordHash, AccountRole.Owner, now);
            },
            cancel);

    public async ValueTask<bool> SetPasswordAsync(string name, string passwordHash, CancellationToken cancel) =>
        await engine.ChangeAsync(
            db =>
            {
                if (db.Execute("UPDATE account SET password_hash = $2 WHERE name = $1", name, passwordHash) == 0)
                    return false;
                db.Execute("DELETE FROM session WHERE account_id = (SELECT id FROM account WHERE name = $1)", name);
                return true;
            },
            cancel);

    /// <summary>From the columns id, name, password_hash, role, created_at.</summary>
    public static Account Read(SqliteDataReader row) =>
        new(row.GetInt32(0), row.GetString(1), row.GetString(2), (AccountRole)row.GetInt32(3), row.Time(4));
}
