using Barograph.Rollups;
using Microsoft.Data.Sqlite;

namespace Barograph.Storage.Sqlite.Rollups;

/// <summary>The one row of rollup_state.</summary>
internal static class RollupStateRow
{
    public static RollupState Read(SqliteConnection connection) =>
        connection.Rows(
            "SELECT announced, published, raw_from FROM rollup_state",
            row => new RollupState(row.TimeOrNull(0), row.TimeOrNull(1), row.TimeOrNull(2)))[0];

    public static void Write(SqliteConnection connection, RollupState state) =>
        connection.Execute("UPDATE rollup_state SET announced = $1, published = $2, raw_from = $3", state.Announced, state.Published, state.RawFrom);
}
