using Barograph.Model;
using Microsoft.Data.Sqlite;

namespace Barograph.Storage.Sqlite.Rollups;

/// <summary>The row of rollup_state; what the columns mean is said there.</summary>
internal readonly record struct RollupState(Instant? Announced, Instant? Published, Instant? RawFrom)
{
    public static RollupState Read(SqliteConnection connection) =>
        connection.Rows(
            "SELECT announced, published, raw_from FROM rollup_state",
            row => new RollupState(row.TimeOrNull(0), row.TimeOrNull(1), row.TimeOrNull(2)))[0];

    public void Write(SqliteConnection connection) =>
        connection.Execute("UPDATE rollup_state SET announced = $1, published = $2, raw_from = $3", Announced, Published, RawFrom);
}
