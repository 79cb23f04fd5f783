using Barograph.Model;
using Barograph.Rollups;
using Npgsql;

namespace Barograph.Storage.Postgres;

/// <summary>Computes rollups of some hours of some series from raw, and stores them. Inside a transaction that holds upkeep's lock.</summary>
internal static class Folding
{
    /// <param name="connection">As upkeep.</param>
    /// <param name="series">For each range its series; the ranges of one series lie together, ascending.</param>
    /// <param name="from">The beginnings of the ranges, whole hours, as <see cref="PgTime.ToRaw"/>.</param>
    /// <param name="to">Their ends.</param>
    /// <param name="cancel">Ends it.</param>
    /// <returns>How many samples it read.</returns>
    public static async ValueTask<int> StoreAsync(
        NpgsqlConnection connection, List<int> series, List<long> from, List<long> to, CancellationToken cancel)
    {
        var cells = new RollupColumns();
        var hours = new RollupColumns();
        int read = 0;
        await using (NpgsqlCommand command = Sql.Command(connection,
            """
            SELECT r.series_id, s.time, s.value
            FROM unnest($1::int[], $2::timestamptz[], $3::timestamptz[]) AS r (series_id, from_time, to_time)
            CROSS JOIN LATERAL (
                SELECT time, value FROM sample WHERE series_id = r.series_id AND time >= r.from_time AND time < r.to_time ORDER BY time) s
            """, Sql.Ints(series), Sql.RawTimes(from), Sql.RawTimes(to)))
        await using (NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancel))
        {
            var fold = new TierFold();
            (int Series, Instant Time) last = (0, Instant.MinValue);
            while (await reader.ReadAsync(cancel))
            {
                (int Series, Instant Time) key = (reader.GetInt32(0), Sql.GetTime(reader, 1));
                // The order is that of the nested loop. SQL does not promise it, and sorting a million rows again would cost more than reading them.
                if (key.Series == last.Series && key.Time <= last.Time)
                    throw new InvalidOperationException("PostgreSQL did not keep the order of the ranges.");
                if (key.Series != last.Series)
                    Take(last.Series, fold, cells, hours);
                fold.Add(new TimedValue(key.Time, reader.GetDouble(2)));
                read++;
                last = key;
            }
            Take(last.Series, fold, cells, hours);
        }
        await cells.PutAsync(connection, "rollup_5m", cancel);
        await hours.PutAsync(connection, "rollup_1h", cancel);
        return read;
    }

    /// <summary>Moves what was found of one series to the columns.</summary>
    private static void Take(int series, TierFold fold, RollupColumns cells, RollupColumns hours)
    {
        fold.Finish();
        foreach (Rollup cell in fold.Cells)
            cells.Add(series, cell);
        foreach (Rollup hour in fold.Hours)
            hours.Add(series, hour);
        fold.Clear();
    }
}
