using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Barograph.SystemTests.Steps;

/// <summary>A year of one series at 10 s beside 50 others: the windows of a chart, from the API and by SQL over the rows, are the same.</summary>
[Trait("Category", "Slow")]
public sealed class YearTests(ITestOutputHelper output)
{
    private const int Connections = 4;
    private const int Windows = 1461;
    private const int Width = 6 * 3600;
    private const int Cadence = 10;
    private const int Samples = Windows * Width / Cadence;
    private const int ReportsAtOnce = 10_000;
    private const int Others = 50;
    private const int OtherCadence = 600;
    // 1 MiB of text is what one request may hold.
    private const int OtherReportsAtOnce = 1000;
    private const int Rounds = 5;

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task The_chart_of_a_year_equals_the_rows(Engine engine)
    {
        // A cluster of its own: a year's partitions, and nobody who loads it meanwhile.
        await using PostgresCluster? cluster = engine == Engine.Postgres ? await PostgresCluster.StartNewAsync() : null;
        await using BarographServer server = await BarographServer.StartAsync(await Place.MakeAsync(engine, cluster));
        string token = await server.AddDeviceAsync("board", "--any-location");
        ServerApi reader = server.Api(await server.AddTokenAsync("reader", "read"));
        var sql = new StoreSql(server.Place);
        long to = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / Width * Width - 86_400;
        long from = to - (long)Windows * Width;
        var watch = Stopwatch.StartNew();
        await LoadAsync(server, token, from);
        output.WriteLine($"{engine}: {Samples + Others * (Samples * Cadence / OtherCadence)} samples loaded through HTTP in {watch.Elapsed.TotalSeconds:F1} s");
        string query = string.Create(CultureInfo.InvariantCulture, $"from={from}&to={to}&step=6h");
        int series = (await reader.GetAsync("/api/v1/series?location=roof")).Json[0].GetProperty("id").GetInt32();

        List<Window> rows = await RowsAsync(server.Place, series, from, to);
        Window.AssertEqual(rows, await ChartAsync(reader, query), "before upkeep");

        watch.Restart();
        await server.StopAsync();
        await server.StartAsync();
        await sql.UntilNoMarkIsLeftAsync(server);
        output.WriteLine($"{engine}: all rolled up {watch.Elapsed.TotalSeconds:F1} s after the restart");
        Assert.Equal((Windows, Samples), (rows.Count, rows.Sum(window => window.Count)));
        Window.AssertEqual(rows, await ChartAsync(reader, query), "from rollups");
        await MeasureAsync(server.Place, series, from, to, reader, query);
        await IsRefusedAsync(reader, series, from, to);
        Assert.DoesNotContain(server.AllErrors, SharedServers.IsDefect);
    }

    private async Task MeasureAsync(Place place, int series, long from, long to, ServerApi reader, string query)
    {
        double[] api = new double[Rounds], sql = new double[Rounds];
        for (int round = 0; round < Rounds; round++)
        {
            var watch = Stopwatch.StartNew();
            await reader.GetAsync("/api/v1/samples?location=roof&metric=temperature&" + query);
            api[round] = watch.Elapsed.TotalMilliseconds;
            watch.Restart();
            await RowsAsync(place, series, from, to);
            sql[round] = watch.Elapsed.TotalMilliseconds;
        }
        (double apiMedian, double sqlMedian) = (api.Order().ElementAt(Rounds / 2), sql.Order().ElementAt(Rounds / 2));
        output.WriteLine($"{place.Engine}: {Windows} windows, medians of {Rounds}: API {apiMedian:F1} ms, SQL over the rows {sqlMedian:F1} ms, {sqlMedian / apiMedian:F1} times as long");
    }

    /// <summary>Windows that no tier fits into, of more single readings than are read for them.</summary>
    private static async Task IsRefusedAsync(ServerApi reader, int series, long from, long to)
    {
        int other = (await reader.GetAsync("/api/v1/series?location=garden")).Json[0].GetProperty("id").GetInt32();
        string range = string.Create(CultureInfo.InvariantCulture, $"from={from}&to={to}");

        RawAnswer windows = await reader.GetAsync($"/api/v1/samples?series={series},{other}&{range}&step=61m");
        RawAnswer raw = await reader.GetAsync($"/api/v1/samples?series={series}&{range}");

        Assert.Equal((422, "range_too_large"), (windows.Status, windows.Code));
        Assert.Contains("a step of 5m", windows.Text, StringComparison.Ordinal);
        Assert.Equal((422, "range_too_large"), (raw.Status, raw.Code));
    }

    private static async Task<IReadOnlyList<Window>> ChartAsync(ServerApi reader, string query)
    {
        SteppedAnswer answer = await SteppedAnswer.AskAsync(reader, "location=roof&metric=temperature&" + query);
        Assert.Equal("1h", answer.Resolution);
        return [.. answer.Windows.Select(window => window with { First = 0, Last = 0 })];
    }

    /// <summary>The windows by one statement over the rows, without first and last.</summary>
    private static async Task<List<Window>> RowsAsync(Place place, int series, long from, long to)
    {
        List<Window> windows = [];
        if (place.Engine == Engine.Postgres)
        {
            await using var connection = new NpgsqlConnection(place.Cluster!.ConnectionString(place.Database));
            await connection.OpenAsync();
            await using var command = new NpgsqlCommand($"""
                SELECT extract(epoch FROM date_bin('{Width} s', time, 'epoch'))::numeric AS start, count(*), min(value), max(value), avg(value)
                FROM sample WHERE series_id = {series} AND time >= to_timestamp({from}) AND time < to_timestamp({to}) GROUP BY 1 ORDER BY 1
                """, connection);
            await using NpgsqlDataReader row = await command.ExecuteReaderAsync();
            while (await row.ReadAsync())
                windows.Add(new Window(row.GetDecimal(0), row.GetInt64(1), row.GetDouble(2), row.GetDouble(3), row.GetDouble(4), 0, 0, null));
            return windows;
        }
        await using SqliteConnection file = await StoreSql.OpenAsync(place, SqliteOpenMode.ReadOnly);
        await using SqliteCommand select = file.CreateCommand();
        select.CommandText = $"""
            SELECT time / {Width}000000 * {Width} AS start, count(*), min(value), max(value), avg(value)
            FROM sample WHERE series_id = {series} AND time >= {from}000000 AND time < {to}000000 GROUP BY 1 ORDER BY 1
            """;
        await using SqliteDataReader found = await select.ExecuteReaderAsync();
        while (await found.ReadAsync())
            windows.Add(new Window(found.GetInt64(0), found.GetInt64(1), found.GetDouble(2), found.GetDouble(3), found.GetDouble(4), 0, 0, null));
        return windows;
    }

    private static async Task LoadAsync(BarographServer server, string token, long from)
    {
        int parts = (Samples + ReportsAtOnce - 1) / ReportsAtOnce;
        const int otherReports = Samples * Cadence / OtherCadence;
        int otherParts = (otherReports + OtherReportsAtOnce - 1) / OtherReportsAtOnce;
        int next = -1;
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => Task.Run(async () =>
        {
            using RawConnection connection = await RawConnection.OpenAsync(server.Target);
            for (int part = Interlocked.Increment(ref next); part < parts + otherParts; part = Interlocked.Increment(ref next))
            {
                (string body, int samples) = part < parts ? Part(from, part) : OtherPart(from, part - parts, otherReports);
                RawAnswer answer = await connection.ExchangeAsync(RawHttp.Request("POST", "/api/v1/reports", body, "Authorization: Bearer " + token));
                Assert.True(answer.Status == 200 && answer.Json.GetProperty("stored").GetInt32() == samples, answer.ToString());
            }
        })));
    }

    private static (string Body, int Samples) Part(long from, int part)
    {
        var body = new StringBuilder(700_000).Append('[');
        int end = Math.Min(Samples, (part + 1) * ReportsAtOnce);
        for (int i = part * ReportsAtOnce; i < end; i++)
            body.Append(CultureInfo.InvariantCulture, $$"""{"time":{{from + (long)i * Cadence}},"location":"roof","temperature":{{Value(i)}}},""");
        return (body.Remove(body.Length - 1, 1).Append(']').ToString(), end - part * ReportsAtOnce);
    }

    private static (string Body, int Samples) OtherPart(long from, int part, int reports)
    {
        var body = new StringBuilder(1_000_000).Append('[');
        int end = Math.Min(reports, (part + 1) * OtherReportsAtOnce);
        for (int i = part * OtherReportsAtOnce; i < end; i++)
        {
            body.Append(CultureInfo.InvariantCulture, $$"""{"time":{{from + (long)i * OtherCadence}},"location":"garden",""");
            for (int other = 0; other < Others; other++)
                body.Append(CultureInfo.InvariantCulture, $"\"m{other}\":{Value(i + other * 1000)},");
            body.Remove(body.Length - 1, 1).Append("},");
        }
        return (body.Remove(body.Length - 1, 1).Append(']').ToString(), (end - part * OtherReportsAtOnce) * Others);
    }

    /// <summary>A day's rise and fall, a year's, and some noise that is the same in every run.</summary>
    private static double Value(int i) =>
        Math.Round(10 + 8 * Math.Sin(i * (2 * Math.PI / 8640)) + 10 * Math.Sin(i * (2 * Math.PI / Samples)) + i * 7919L % 101 / 50.0, 2);
}
