using Barograph.Rollups;
using Npgsql;

namespace Barograph.Storage.Postgres;

/// <summary>The one row of rollup_state.</summary>
internal static class RollupStateRow
{
    public const string Query = "SELECT announced, published, raw_from FROM rollup_state";

    public static RollupState Read(NpgsqlDataReader row) => new(Sql.GetTimeOrNull(row, 0), Sql.GetTimeOrNull(row, 1), Sql.GetTimeOrNull(row, 2));

    public static ValueTask<RollupState> ReadAsync(NpgsqlConnection connection, CancellationToken cancel) =>
        Sql.SingleAsync(Sql.Command(connection, Query), Read, cancel);

    /// <summary>The bound of raw samples is moved by drop_partition only.</summary>
    public static async ValueTask WriteWatermarksAsync(NpgsqlConnection connection, RollupState state, CancellationToken cancel) =>
        await Sql.ExecuteAsync(
            Sql.Command(connection, "UPDATE rollup_state SET announced = $1, published = $2", Sql.Time(state.Announced), Sql.Time(state.Published)), cancel);
}
