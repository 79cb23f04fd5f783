using Barograph.Model;
using Npgsql;

namespace Barograph.Storage.Postgres;

internal sealed class TargetCatalog(RolePool operate) : ITargetCatalog
{
    public async ValueTask<IReadOnlyList<AlertTarget>> ListAsync(CancellationToken cancel) =>
        await operate.RunAsync(connection => Sql.ListAsync(
            Sql.Command(connection,
                """
                SELECT id, name, kind, options, sealed_secret, allows_lan, enabled, created_at, succeeded_at, failed_at, failure
                FROM alert_target ORDER BY id
                """), Read, cancel), cancel);

    public ValueTask<AlertTarget> AddAsync(AlertTarget target, CancellationToken cancel) =>
        operate.WriteAsync(async connection =>
        {
            List<int> added = await Sql.ListAsync(
                Sql.Command(connection,
                    """
                    INSERT INTO alert_target (name, kind, options, sealed_secret, allows_lan, enabled, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
                    ON CONFLICT DO NOTHING RETURNING id
                    """,
                    Sql.Text(target.Name), Sql.Small((int)target.Kind), Sql.Text(target.Options), Sql.Text(target.SealedSecret), Sql.Bool(target.AllowsLan),
                    Sql.Bool(target.IsEnabled), Sql.Time(target.CreatedAt)),
                static row => row.GetInt32(0), cancel);
            return added.Count == 1
                ? target with { Id = added[0], SucceededAt = null, FailedAt = null, Failure = null }
                : throw new NameTakenException(target.Name);
        }, cancel);

    public ValueTask<bool> ChangeAsync(AlertTarget target, CancellationToken cancel) =>
        operate.WriteAsync(async connection =>
        {
            await CatalogLock.TakeAsync(connection, cancel);
            bool taken = await Sql.SingleAsync(
                Sql.Command(connection, "SELECT EXISTS (SELECT FROM alert_target WHERE name = $1 AND id <> $2)", Sql.Text(target.Name), Sql.Int(target.Id)),
                static row => row.GetBoolean(0), cancel);
            if (taken)
                throw new NameTakenException(target.Name);
            return await Sql.ExecuteAsync(
                Sql.Command(connection,
                    "UPDATE alert_target SET name = $2, options = $3, sealed_secret = $4, allows_lan = $5, enabled = $6 WHERE id = $1",
                    Sql.Int(target.Id), Sql.Text(target.Name), Sql.Text(target.Options), Sql.Text(target.SealedSecret), Sql.Bool(target.AllowsLan),
                    Sql.Bool(target.IsEnabled)), cancel) > 0;
        }, cancel);

    public ValueTask<bool> RemoveAsync(int id, CancellationToken cancel) =>
        operate.WriteAsync(async connection =>
        {
            await Sql.ExecuteAsync(Sql.Command(connection, "DELETE FROM outbox WHERE target_id = $1 AND settled_at IS NULL", Sql.Int(id)), cancel);
            return await Sql.ExecuteAsync(Sql.Command(connection, "DELETE FROM alert_target WHERE id = $1", Sql.Int(id)), cancel) > 0;
        }, cancel);

    private static AlertTarget Read(NpgsqlDataReader row) => new(
        row.GetInt32(0), row.GetString(1), (TargetKind)row.GetInt16(2), row.GetString(3), Sql.GetTextOrNull(row, 4), row.GetBoolean(5), row.GetBoolean(6),
        Sql.GetTime(row, 7), Sql.GetTimeOrNull(row, 8), Sql.GetTimeOrNull(row, 9), Sql.GetTextOrNull(row, 10));
}
