using Barograph.Model;
using Barograph.Rollups;
using Npgsql;

namespace Barograph.Storage.Postgres;

/// <summary>Reads windows: stored ones where they hold, computed from raw where they do not.</summary>
internal static class RollupReading
{
    /// <summary>All windows that begin in <paramref name="range"/>, whose ends lie on windows, ascending.</summary>
    /// <exception cref="TooManySamplesException">It would take more than <paramref name="mostSamples"/> raw samples.</exception>
    /// <returns>The windows, and how many raw samples were read.</returns>
    public static async ValueTask<(List<Rollup> Windows, long Read)> ReadAsync(
        NpgsqlConnection connection, SeriesId series, TimeRange range, Resolution resolution, long mostSamples, CancellationToken cancel)
    {
        // One snapshot: state, marks, rollups and samples must be of one moment.
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new NpgsqlBatchCommand("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"),
                // Before the snapshot is taken: a partition that it knows is not dropped until we are through.
                new NpgsqlBatchCommand("LOCK TABLE ONLY sample IN ACCESS SHARE MODE"),
                new NpgsqlBatchCommand(RollupStateRow.Query),
                Ranged("SELECT DISTINCT hour FROM rollup_late WHERE series_id = $1 AND hour >= $2 AND hour < $3 ORDER BY hour",
                    series, range with { From = range.From.Floor(Tiers.HourWidth) }),
                Ranged(
                    $"""
                    SELECT time, count, min, max, sum, first, first_time, last, last_time, increase
                    FROM {RollupColumns.TableOf(resolution)} WHERE series_id = $1 AND time >= $2 AND time < $3 ORDER BY time
                    """, series, range),
            },
        };
        var windows = new List<Rollup>();
        Instant published;
        List<Instant> hours = [];
        LateHours late;
        await using (NpgsqlDataReader reader = await batch.ExecuteReaderAsync(cancel))
        {
            await reader.ReadAsync(cancel);
            RollupState state = RollupStateRow.Read(reader);
            published = state.Published ?? Instant.MinValue;
            await reader.NextResultAsync(cancel);
            while (await reader.ReadAsync(cancel))
                if (Sql.GetTime(reader, 0) is var hour && hour < published && !(hour < state.RawFrom))
                    hours.Add(hour);
            late = new LateHours(hours);
            await reader.NextResultAsync(cancel);
            while (await reader.ReadAsync(cancel))
                if (Sql.GetTime(reader, 0) is var start && start < published && !late.Contains(start))
                    windows.Add(Window(reader, start));
        }
        int fromTier = windows.Count;
        var fold = new WindowFold(new FixedGrid(resolution.Width()), windows);
        long read = await ReadRawAsync(connection, series, [.. late.RawRanges(range, published)], fold, mostSamples, cancel);
        fold.Finish();
        await Sql.ExecuteAsync(Sql.Command(connection, "COMMIT"), cancel);
        if (fromTier > 0 && windows.Count > fromTier)
            windows.Sort(static (a, b) => a.Start.CompareTo(b.Start));
        return (windows, read);
    }

    private static NpgsqlBatchCommand Ranged(string text, SeriesId series, TimeRange range)
    {
        var command = new NpgsqlBatchCommand(text);
        command.Parameters.Add(Sql.Int(series.Value));
        command.Parameters.Add(Sql.Time(range.From));
        command.Parameters.Add(Sql.Time(range.To));
        return command;
    }

    public static Rollup Window(NpgsqlDataReader row, Instant start) => new(
        start, row.GetInt64(1), row.GetDouble(2), row.GetDouble(3), row.GetDouble(4),
        new TimedValue(Sql.GetTime(row, 6), row.GetDouble(5)), new TimedValue(Sql.GetTime(row, 8), row.GetDouble(7)), row.GetDouble(9));

    private static async ValueTask<long> ReadRawAsync(
        NpgsqlConnection connection, SeriesId series, List<TimeRange> ranges, WindowFold fold, long mostSamples, CancellationToken cancel)
    {
        long read = 0;
        foreach (TimeRange range in ranges)
        {
            await using NpgsqlCommand command = Sql.Command(connection,
                "SELECT time, value FROM sample WHERE series_id = $1 AND time >= $2 AND time < $3 ORDER BY time LIMIT $4",
                Sql.Int(series.Value), Sql.Time(range.From), Sql.Time(range.To), Sql.Long(mostSamples - read + 1));
            await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancel);
            while (await reader.ReadAsync(cancel))
            {
                if (++read > mostSamples)
                    throw new TooManySamplesException();
                fold.AddSample(new TimedValue(Sql.GetTime(reader, 0), reader.GetDouble(1)));
            }
        }
        return read;
    }
}
