using Barograph.Model;
using Barograph.Storage.Sqlite.Rollups;
using Microsoft.Data.Sqlite;

namespace Barograph.Storage.Sqlite.Catalog;

internal sealed class SqliteRetentionCatalog(SqliteEngine engine) : IRetentionCatalog
{
    public async ValueTask<RetentionPlan> ReadAsync(CancellationToken cancel) =>
        await engine.ReadAsync(reader => Read(reader.Connection), cancel);

    public async ValueTask SetAsync(RetentionPlan plan, CancellationToken cancel) =>
        await engine.TransactAsync(db => db.Execute("UPDATE retention SET raw_days = $1", plan.RawDays), cancel);

    public async ValueTask<Instant?> RawFromAsync(CancellationToken cancel) =>
        await engine.ReadAsync(reader => RollupStateRow.Read(reader.Connection).RawFrom, cancel);

    public async ValueTask<Instant?> RolledUpToAsync(CancellationToken cancel) =>
        await engine.ReadAsync(reader => RollupStateRow.Read(reader.Connection).Published, cancel);

    internal static RetentionPlan Read(SqliteConnection connection) =>
        connection.Rows("SELECT raw_days FROM retention", row => new RetentionPlan(row.IsDBNull(0) ? null : row.GetInt32(0)))[0];
}
