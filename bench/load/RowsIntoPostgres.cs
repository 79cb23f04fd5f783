using System.Diagnostics;
using Npgsql;
using NpgsqlTypes;

namespace Barograph.Load;

/// <summary>
/// What PostgreSQL can do at most: the rows of the reports that the other systems get, straight into the table <c>sample</c>, a transaction for each
/// batch, on one connection, by binary COPY or by <c>INSERT … SELECT unnest … ON CONFLICT DO NOTHING</c>.
/// </summary>
public sealed class RowsIntoPostgres
{
    private const int Metrics = 4;

    // Of bench/harness/work.lua: batches are 100 ms apart, and the reports of a location within one are 1 ms apart.
    private static readonly TimeSpan BatchEvery = TimeSpan.FromMilliseconds(100);

    private readonly int[] _series;
    private readonly DateTime[] _times;
    private readonly double[] _values;

    private RowsIntoPostgres(int reports)
    {
        _series = new int[reports * Metrics];
        _times = new DateTime[reports * Metrics];
        _values = new double[reports * Metrics];
    }

    public static async Task<Dictionary<string, double>> RunAsync(Options options)
    {
        var rows = new RowsIntoPostgres(options.Count("reports"));
        DateTime moment = DateTime.UnixEpoch.AddSeconds(options.Number("from"));
        bool copy = options.Text("kind") == "copy";
        await using var connection = new NpgsqlConnection(options.Text("connection"));
        await connection.OpenAsync();
        await using NpgsqlCommand insert = Unnest(connection);
        List<long> latencies = [];
        // The first one of a connection waits until PostgreSQL knows all partitions, so it is stored but not measured.
        await StoreAsync();
        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < options.Duration)
        {
            long begin = Stopwatch.GetTimestamp();
            await StoreAsync();
            latencies.Add(Stopwatch.GetTimestamp() - begin);
        }
        Dictionary<string, double> figures = Figures.Of(Stopwatch.GetElapsedTime(start).TotalSeconds, 0, [latencies]);
        figures["ok"]++;
        return figures;

        async Task StoreAsync()
        {
            rows.Fill(moment, options.Count("locations"));
            if (copy)
                await rows.CopyAsync(connection);
            else
                await rows.InsertAsync(insert);
            moment += BatchEvery;
        }
    }

    private void Fill(DateTime moment, int locations)
    {
        for (int i = 0; i < _series.Length; i++)
        {
            int report = i / Metrics;
            _series[i] = 1 + report % locations * Metrics + i % Metrics;
            _times[i] = moment.AddMilliseconds(report / locations);
            _values[i] = 20 + report % 100 / 10.0;
        }
    }

    private async Task CopyAsync(NpgsqlConnection connection)
    {
        await using NpgsqlBinaryImporter import = await connection.BeginBinaryImportAsync("COPY sample (series_id, time, value) FROM STDIN (FORMAT binary)");
        for (int i = 0; i < _series.Length; i++)
        {
            await import.StartRowAsync();
            await import.WriteAsync(_series[i], NpgsqlDbType.Integer);
            await import.WriteAsync(_times[i], NpgsqlDbType.TimestampTz);
            await import.WriteAsync(_values[i], NpgsqlDbType.Double);
        }
        await import.CompleteAsync();
    }

    private static NpgsqlCommand Unnest(NpgsqlConnection connection)
    {
        var insert = new NpgsqlCommand(
            "INSERT INTO sample (series_id, time, value) SELECT * FROM unnest($1::int[], $2::timestamptz[], $3::float8[]) ON CONFLICT DO NOTHING", connection);
        insert.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer });
        insert.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz });
        insert.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Double });
        return insert;
    }

    private async Task InsertAsync(NpgsqlCommand insert)
    {
        insert.Parameters[0].Value = _series;
        insert.Parameters[1].Value = _times;
        insert.Parameters[2].Value = _values;
        await insert.ExecuteNonQueryAsync();
    }
}
