using System.Runtime.CompilerServices;
using Barograph.Model;
using Barograph.Rollups;
using Microsoft.Data.Sqlite;

namespace Barograph.Storage.Sqlite;

internal sealed class SqliteSampleReader(IReading store) : ISampleReader
{
    private const int BlockLength = 4096;
    private const int WindowsAtOnce = 4096;

    // CROSS JOIN keeps SQLite from beginning with the samples. max(time) is one descent of the primary key a series. A series whose raw samples are all
    // dropped has its last one in a rollup.
    private const string Latest = """
        SELECT s.id, l.key, s.metric, u.unit, coalesce(m.time, r.time + r.last_time) AS time, coalesce(m.value, r.last)
        FROM location l CROSS JOIN series s ON s.location_id = l.id
        LEFT JOIN series_unit u ON u.series_id = s.id
        LEFT JOIN sample m ON m.series_id = s.id AND m.time = (SELECT max(n.time) FROM sample n WHERE n.series_id = s.id)
        LEFT JOIN rollup_1h r ON m.time IS NULL AND r.series_id = s.id AND r.time = (SELECT max(n.time) FROM rollup_1h n WHERE n.series_id = s.id)
        WHERE coalesce(m.time, r.time) IS NOT NULL
        """;

    public async ValueTask<long> CountAsync(SeriesId series, TimeRange range, long atMost, CancellationToken cancel) =>
        await store.ReadAsync(
            reader => (long)reader.Connection.Scalar(
                "SELECT count(*) FROM (SELECT 1 FROM sample WHERE series_id = $1 AND time >= $2 AND time < $3 LIMIT $4)",
                series.Value, range.From, range.To, Math.Max(0, atMost))!,
            cancel);

    public async IAsyncEnumerable<ReadOnlyMemory<TimedValue>> ReadAsync(
        SeriesId series, TimeRange range, [EnumeratorCancellation] CancellationToken cancel)
    {
        var block = new TimedValue[BlockLength];
        int count;
        do
        {
            // Each block is a read of its own, so that a consumer that takes its time holds no snapshot.
            TimeRange rest = range;
            count = await store.ReadAsync(reader => reader.ReadBlock(series, rest, block), cancel);
            if (count == 0)
                yield break;
            yield return block.AsMemory(0, count);
            range = range with { From = new Instant(block[count - 1].Time.Microseconds + 1) };
        }
        while (count == block.Length);
    }

    public async IAsyncEnumerable<ReadOnlyMemory<Rollup>> ReadRollupsAsync(
        SeriesId series, TimeRange range, Resolution resolution, long mostSamples, [EnumeratorCancellation] CancellationToken cancel)
    {
        foreach (TimeRange span in Tiers.Spans(range, resolution, WindowsAtOnce))
        {
            List<Rollup> windows = await store.ReadAsync(reader => reader.Rollups.Read(series, span, resolution, ref mostSamples), cancel);
            if (windows.Count > 0)
                yield return windows.ToArray();
        }
    }

    public async ValueTask<TimedValue?> LastBeforeAsync(SeriesId series, Instant time, CancellationToken cancel) =>
        await store.ReadAsync(reader => LastBefore(reader.Connection, series, time), cancel);

    public async ValueTask<IReadOnlyList<LatestSample>> LatestAsync(string? location, CancellationToken cancel)
    {
        List<LatestSample> latest = await store.ReadAsync(
            reader => location is null
                ? reader.Connection.Rows(Latest, ReadLatest)
                : reader.Connection.Rows(Latest + " AND l.key = $1", ReadLatest, location),
            cancel);
        latest.Sort((a, b) => SeriesOrder.Compare(a.Series, b.Series));
        return latest;
    }

    private static TimedValue? LastBefore(SqliteConnection db, SeriesId series, Instant time)
    {
        List<TimedValue> last = db.Rows(
            "SELECT time, value FROM sample WHERE series_id = $1 AND time < $2 ORDER BY time DESC LIMIT 1", ReadTimed, series.Value, time);
        if (last.Count == 0)
            last = db.Rows(
                "SELECT time + last_time, last FROM rollup_5m WHERE series_id = $1 AND time <= $2 ORDER BY time DESC LIMIT 1",
                ReadTimed, series.Value, new Instant(time.Microseconds - Tiers.CellWidth));
        return last.Count == 0 ? null : last[0];
    }

    private static TimedValue ReadTimed(SqliteDataReader row) => new(row.Time(0), row.GetDouble(1));

    private static LatestSample ReadLatest(SqliteDataReader row) => new(SeriesOrder.Read(row), row.Time(4), row.GetDouble(5));
}
