using System.Runtime.CompilerServices;
using Barograph.Model;
using Microsoft.Data.Sqlite;

namespace Barograph.Storage.Sqlite;

internal sealed class SqliteSampleReader(IReading store) : ISampleReader
{
    private const int BlockLength = 4096;

    // CROSS JOIN keeps SQLite from beginning with the samples. max(time) is one descent of the primary key a series.
    private const string Latest = """
        SELECT s.id, l.key, s.metric, u.unit, m.time, m.value
        FROM location l CROSS JOIN series s ON s.location_id = l.id
        LEFT JOIN series_unit u ON u.series_id = s.id
        CROSS JOIN sample m ON m.series_id = s.id AND m.time = (SELECT max(n.time) FROM sample n WHERE n.series_id = s.id)
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

    public async ValueTask<IReadOnlyList<LatestSample>> LatestAsync(string? location, CancellationToken cancel)
    {
        List<LatestSample> latest = await store.ReadAsync(
            reader => location is null
                ? reader.Connection.Rows(Latest, ReadLatest)
                : reader.Connection.Rows(Latest + " WHERE l.key = $1", ReadLatest, location),
            cancel);
        latest.Sort((a, b) => SeriesOrder.Compare(a.Series, b.Series));
        return latest;
    }

    private static LatestSample ReadLatest(SqliteDataReader row) => new(SeriesOrder.Read(row), row.Time(4), row.GetDouble(5));
}
