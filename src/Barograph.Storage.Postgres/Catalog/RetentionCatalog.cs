using Barograph.Model;
using Npgsql;

namespace Barograph.Storage.Postgres;

internal sealed class RetentionCatalog(RolePool operate) : IRetentionCatalog
{
    public ValueTask<RetentionPlan> ReadAsync(CancellationToken cancel) =>
        operate.RunAsync(connection => ReadAsync(connection, cancel), cancel);

    public async ValueTask SetAsync(RetentionPlan plan, CancellationToken cancel) =>
        await operate.WriteAsync(connection => Sql.ExecuteAsync(
            Sql.Command(connection, "UPDATE retention SET raw_days = $1", Sql.Int(plan.RawDays)), cancel), cancel);

    public ValueTask<Instant?> RawFromAsync(CancellationToken cancel) =>
        operate.RunAsync(async connection => (await RollupStateRow.ReadAsync(connection, cancel)).RawFrom, cancel);

    public ValueTask<Instant?> RolledUpToAsync(CancellationToken cancel) =>
        operate.RunAsync(async connection => (await RollupStateRow.ReadAsync(connection, cancel)).Published, cancel);

    internal static ValueTask<RetentionPlan> ReadAsync(NpgsqlConnection connection, CancellationToken cancel) => Sql.SingleAsync(
        Sql.Command(connection, "SELECT raw_days FROM retention"), static row => new RetentionPlan(row.IsDBNull(0) ? null : row.GetInt32(0)), cancel);
}
