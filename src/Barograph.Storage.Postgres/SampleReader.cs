using System.Runtime.CompilerServices;
using Barograph.Model;
using Barograph.Rollups;
using Npgsql;

namespace Barograph.Storage.Postgres;

internal sealed class SampleReader(RolePool read) : ISampleReader
{
    private const int BlockSamples = 4096;
    private const int WindowsAtOnce = 10_000;

    public ValueTask<long> CountAsync(SeriesId series, TimeRange range, long atMost, CancellationToken cancel) =>
        read.RunAsync(connection => Sql.SingleAsync(
            Sql.Command(connection,
                "SELECT count(*) FROM (SELECT FROM sample WHERE series_id = $1 AND time >= $2 AND time < $3 LIMIT $4) counted",
                Sql.Int(series.Value), Sql.Time(range.From), Sql.Time(range.To), Sql.Long(atMost)),
            static row => row.GetInt64(0), cancel), cancel);

    public async IAsyncEnumerable<ReadOnlyMemory<TimedValue>> ReadAsync(
        SeriesId series, TimeRange range, [EnumeratorCancellation] CancellationToken cancel)
    {
        // Each block is a query of its own, so that a slow consumer holds neither a connection nor a snapshot.
        var block = new TimedValue[BlockSamples];
        Instant from = range.From;
        while (true)
        {
            TimeRange rest = range with { From = from };
            int count = await read.RunAsync(connection => ReadBlockAsync(connection, series, rest, block, cancel), cancel);
            if (count > 0)
                yield return block.AsMemory(0, count);
            if (count < BlockSamples)
                yield break;
            from = new Instant(block[count - 1].Time.Microseconds + 1);
        }
    }

    public async IAsyncEnumerable<ReadOnlyMemory<Rollup>> ReadRollupsAsync(
        SeriesId series, TimeRange range, Resolution resolution, long mostSamples, [EnumeratorCancellation] CancellationToken cancel)
    {
        foreach (TimeRange span in Tiers.Spans(range, resolution, WindowsAtOnce))
        {
            long most = mostSamples;
            (List<Rollup> windows, long samples) = await read.RunAsync(
                connection => RollupReading.ReadAsync(connection, series, span, resolution, most, cancel), cancel);
            mostSamples -= samples;
            if (windows.Count > 0)
                yield return windows.ToArray();
        }
    }

    public ValueTask<TimedValue?> LastBeforeAsync(SeriesId series, Instant time, CancellationToken cancel) =>
        read.RunAsync<TimedValue?>(async connection =>
        {
            List<TimedValue> last = await Sql.ListAsync(
                Sql.Command(connection,
                    """
                    (SELECT time, value FROM sample WHERE series_id = $1 AND time < $2 ORDER BY time DESC LIMIT 1)
                    UNION ALL
                    (SELECT last_time, last FROM rollup_5m WHERE series_id = $1 AND time <= $2 - interval '5 minutes' ORDER BY time DESC LIMIT 1)
                    ORDER BY time DESC LIMIT 1
                    """, Sql.Int(series.Value), Sql.Time(time)),
                static row => new TimedValue(Sql.GetTime(row, 0), row.GetDouble(1)), cancel);
            return last.Count == 0 ? null : last[0];
        }, cancel);

    public async ValueTask<IReadOnlyList<LatestSample>> LatestAsync(string? location, CancellationToken cancel)
    {
        List<LatestSample> latest = await read.RunAsync(connection => LatestAsync(connection, location, cancel), cancel);
        latest.Sort(static (a, b) => SeriesRows.Compare(a.Series, b.Series));
        return latest;
    }

    /// <summary>
    /// Raw samples are looked for from the watermark on only, which leaves a partition or two; a series that was silent since then has its last sample in a rollup,
    /// or in the latest of its late hours.
    /// </summary>
    private static async ValueTask<List<LatestSample>> LatestAsync(NpgsqlConnection connection, string? location, CancellationToken cancel)
    {
        // A query of its own, so that its answer is a parameter, by which partitions are left out once and not for each series.
        Instant published = (await RollupStateRow.ReadAsync(connection, cancel)).Published ?? Instant.MinValue;
        Dictionary<int, TimedValue> late = await LatestLateAsync(connection, published, cancel);
        return await Sql.ListAsync(
            Sql.Command(connection,
                """
                SELECT m.id, l.key, m.metric, u.unit, coalesce(s.time, r.last_time), coalesce(s.value, r.last)
                FROM location l
                JOIN series m ON m.location_id = l.id
                LEFT JOIN series_unit u ON u.series_id = m.id
                LEFT JOIN LATERAL (SELECT time, value FROM sample WHERE series_id = m.id AND time >= $2 ORDER BY time DESC LIMIT 1) s ON true
                LEFT JOIN LATERAL (
                    SELECT last_time, last FROM rollup_1h WHERE s.time IS NULL AND series_id = m.id AND time < $2 ORDER BY time DESC LIMIT 1) r ON true
                WHERE (s.time IS NOT NULL OR r.last_time IS NOT NULL OR m.id = ANY ($3)) AND ($1::text IS NULL OR l.key = $1::text)
                """, Sql.Text(location), Sql.Time(published), Sql.Ints([.. late.Keys])),
            row => Latest(row, late), cancel);
    }

    private static LatestSample Latest(NpgsqlDataReader row, Dictionary<int, TimedValue> late)
    {
        SeriesInfo series = SeriesRows.Read(row);
        bool isLate = late.TryGetValue(series.Id.Value, out TimedValue lateOne);
        return Sql.GetTimeOrNull(row, 4) is { } time && !(isLate && lateOne.Time > time)
            ? new LatestSample(series, time, row.GetDouble(5))
            : new LatestSample(series, lateOne.Time, lateOne.Value);
    }

    /// <summary>
    /// The last sample in the late hours of each series that has some. Read before the rollups: what is repaired in between is in them.
    /// </summary>
    private static async ValueTask<Dictionary<int, TimedValue>> LatestLateAsync(NpgsqlConnection connection, Instant published, CancellationToken cancel)
    {
        List<(int Series, TimedValue Sample)> late = await Sql.ListAsync(
            Sql.Command(connection,
                """
                SELECT k.series_id, x.time, x.value
                FROM (SELECT DISTINCT series_id FROM rollup_late WHERE hour < $1) k
                CROSS JOIN LATERAL (
                    SELECT s.time, s.value FROM (SELECT hour FROM rollup_late WHERE series_id = k.series_id AND hour < $1 ORDER BY hour DESC) m
                    CROSS JOIN LATERAL (
                        SELECT time, value FROM sample
                        WHERE series_id = k.series_id AND time >= m.hour AND time < m.hour + interval '1 hour' ORDER BY time DESC LIMIT 1) s
                    ORDER BY m.hour DESC LIMIT 1) x
                """, Sql.Time(published)),
            static row => (row.GetInt32(0), new TimedValue(Sql.GetTime(row, 1), row.GetDouble(2))), cancel);
        return late.ToDictionary(static entry => entry.Series, static entry => entry.Sample);
    }

    private static async ValueTask<int> ReadBlockAsync(
        NpgsqlConnection connection, SeriesId series, TimeRange range, TimedValue[] block, CancellationToken cancel)
    {
        await using NpgsqlCommand command = Sql.Command(connection,
            "SELECT time, value FROM sample WHERE series_id = $1 AND time >= $2 AND time < $3 ORDER BY time LIMIT $4",
            Sql.Int(series.Value), Sql.Time(range.From), Sql.Time(range.To), Sql.Long(block.Length));
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancel);
        int count = 0;
        while (await reader.ReadAsync(cancel))
            block[count++] = new TimedValue(Sql.GetTime(reader, 0), reader.GetDouble(1));
        return count;
    }
}
