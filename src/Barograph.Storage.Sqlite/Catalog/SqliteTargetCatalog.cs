using Barograph.Model;
using Microsoft.Data.Sqlite;

namespace Barograph.Storage.Sqlite.Catalog;

internal sealed class SqliteTargetCatalog(SqliteEngine engine) : ITargetCatalog
{
    private const string Columns = "id, name, kind, options, sealed_secret, allows_lan, enabled, created_at, succeeded_at, failed_at, failure";

    public async ValueTask<IReadOnlyList<AlertTarget>> ListAsync(CancellationToken cancel) =>
        await engine.ReadAsync(reader => reader.Connection.Rows($"SELECT {Columns} FROM alert_target ORDER BY id", Read), cancel);

    public async ValueTask<AlertTarget> AddAsync(AlertTarget target, CancellationToken cancel) =>
        await engine.ChangeAsync(
            db =>
            {
                DemandFree(db, target.Name, 0);
                int id = db.InsertReturningId(
                    $"INSERT INTO alert_target ({Columns}) VALUES (NULL, $1, $2, $3, $4, $5, $6, $7, NULL, NULL, NULL) RETURNING id",
                    target.Name, (int)target.Kind, target.Options, target.SealedSecret, target.AllowsLan, target.IsEnabled, target.CreatedAt);
                return target with { Id = id, SucceededAt = null, FailedAt = null, Failure = null };
            },
            cancel);

    public async ValueTask<bool> ChangeAsync(AlertTarget target, CancellationToken cancel) =>
        await engine.ChangeAsync(
            db =>
            {
                DemandFree(db, target.Name, target.Id);
                return db.Execute(
                    "UPDATE alert_target SET name = $2, options = $3, sealed_secret = $4, allows_lan = $5, enabled = $6 WHERE id = $1",
                    target.Id, target.Name, target.Options, target.SealedSecret, target.AllowsLan, target.IsEnabled) != 0;
            },
            cancel);

    public async ValueTask<bool> RemoveAsync(int id, CancellationToken cancel) =>
        await engine.ChangeAsync(
            db =>
            {
                db.Execute("DELETE FROM outbox WHERE target_id = $1 AND settled_at IS NULL", id);
                return db.Execute("DELETE FROM alert_target WHERE id = $1", id) != 0;
            },
            cancel);

    private static void DemandFree(SqliteConnection db, string name, int exceptId)
    {
        if (db.Scalar("SELECT 1 FROM alert_target WHERE name = $1 AND id <> $2", name, exceptId) is not null)
            throw new NameTakenException(name);
    }

    private static AlertTarget Read(SqliteDataReader row) => new(
        row.GetInt32(0), row.GetString(1), (TargetKind)row.GetInt32(2), row.GetString(3), row.TextOrNull(4), row.GetBoolean(5), row.GetBoolean(6), row.Time(7),
        row.TimeOrNull(8), row.TimeOrNull(9), row.TextOrNull(10));
}
