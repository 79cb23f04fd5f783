using System.Runtime.CompilerServices;
using Barograph.Model;
using Npgsql;

namespace Barograph.Storage.Postgres;

internal sealed class SampleReader(RolePool read) : ISampleReader
{
    private const int BlockSamples = 4096;

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

    public async ValueTask<IReadOnlyList<LatestSample>> LatestAsync(string? location, CancellationToken cancel)
    {
        List<LatestSample> latest = await read.RunAsync(connection => Sql.ListAsync(
            Sql.Command(connection,
                """
                SELECT m.id, l.key, m.metric, u.unit, s.time, s.value
                FROM location l
                JOIN series m ON m.location_id = l.id
                LEFT JOIN series_unit u ON u.series_id = m.id
                CROSS JOIN LATERAL (SELECT time, value FROM sample WHERE series_id = m.id ORDER BY time DESC LIMIT 1) s
                WHERE $1::text IS NULL OR l.key = $1::text
                """, Sql.Text(location)),
            static row => new LatestSample(SeriesRows.Read(row), Sql.GetTime(row, 4), row.GetDouble(5)), cancel), cancel);
        latest.Sort(static (a, b) => SeriesRows.Compare(a.Series, b.Series));
        return latest;
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
