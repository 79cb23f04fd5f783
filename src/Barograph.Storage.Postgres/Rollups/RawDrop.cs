using Barograph.Model;
using Npgsql;

namespace Barograph.Storage.Postgres;

/// <summary>Drops whole partitions of raw samples, the oldest first, each in one transaction. The database's own function refuses what is not safe.</summary>
internal sealed class RawDrop(RolePool upkeep)
{
    /// <summary>Measured on a million samples, index included.</summary>
    private const long BytesPerSample = 84;

    private const string Droppable =
        """
        SELECT p.name, p.to_time, p.bytes FROM sample_partitions() p CROSS JOIN rollup_state s
        WHERE p.to_time <= $1 AND p.to_time <= s.published AND p.to_time <= clock_timestamp()
            AND NOT EXISTS (SELECT FROM rollup_late WHERE hour < p.to_time)
        ORDER BY p.to_time
        """;

    public async ValueTask RunAsync(Instant before, CancellationToken cancel)
    {
        while (await upkeep.WriteAsync(connection => DropOldestAsync(connection, before, cancel), cancel))
        {
            // The next one.
        }
    }

    public ValueTask<RetentionForecast> ForecastAsync(Instant before, Instant now, CancellationToken cancel) =>
        upkeep.RunAsync(
            async connection =>
            {
                List<(Instant To, long Bytes)> droppable = await Sql.ListAsync(
                    Sql.Command(connection, Droppable, Sql.Time(before)), static row => (Sql.GetTime(row, 1), row.GetInt64(2)), cancel);
                Instant? rawFrom = (await RollupStateRow.ReadAsync(connection, cancel)).RawFrom;
                Instant? bound = droppable.Count > 0 ? droppable[^1].To : rawFrom;
                long samples = bound is { } to ? await CountAsync(connection, rawFrom ?? Instant.MinValue, to, cancel) : 0;
                long lastWeek = await CountAsync(connection, now - TimeSpan.FromDays(7), Instant.MaxValue, cancel);
                long size = await Sql.SingleAsync(
                    Sql.Command(connection, "SELECT pg_database_size(current_database())"), static row => row.GetInt64(0), cancel);
                return new RetentionForecast(
                    bound, bound == before ? null : "PostgreSQL gives back whole months (years, of older times), when all of their readings are old enough and rolled up.",
                    samples, droppable.Sum(static partition => partition.Bytes), size, BytesAreReused: false, null, lastWeek * BytesPerSample / 7);
            },
            cancel);

    private static async ValueTask<bool> DropOldestAsync(NpgsqlConnection connection, Instant before, CancellationToken cancel)
    {
        if (!await UpkeepLock.TryTakeAsync(connection, cancel))
            return false;
        List<string> partitions = await Sql.ListAsync(
            Sql.Command(connection, Droppable + " LIMIT 1", Sql.Time(before)), static row => row.GetString(0), cancel);
        if (partitions.Count > 0)
            await Sql.ExecuteAsync(Sql.Command(connection, "SELECT drop_partition($1)", Sql.Text(partitions[0])), cancel);
        return partitions.Count > 0;
    }

    /// <summary>By the rollups of whole hours, which is exact where they hold.</summary>
    private static ValueTask<long> CountAsync(NpgsqlConnection connection, Instant from, Instant to, CancellationToken cancel) =>
        Sql.SingleAsync(
            Sql.Command(connection,
                """
                SELECT coalesce(sum(r.samples), 0)::bigint FROM series
                CROSS JOIN LATERAL (SELECT sum(count) AS samples FROM rollup_1h WHERE series_id = series.id AND time >= $1 AND time < $2) r
                """, Sql.Time(from), Sql.Time(to)),
            static row => row.GetInt64(0), cancel);
}
