using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Npgsql;

namespace Barograph.SystemTests.Grafana;

/// <summary>
/// docs/grafana.md: its SQL, with the variables and macros filled in as Grafana's documentation says, run by the login that it makes. (Grafana itself is in no Debian.)
/// </summary>
public sealed partial class GrafanaTests
{
    /// <summary>2024-05-06T00:00:00Z.</summary>
    private const long From = 1_714_953_600;
    private const long To = From + 86_400;
    private const int FiveMinutes = 300;

    [Fact]
    public async Task The_manuals_queries_tell_what_the_server_answers_to_a_login_that_sees_nothing_else()
    {
        await using PostgresCluster cluster = await PostgresCluster.StartNewAsync();
        await using BarographServer server = await BarographServer.StartAsync(await Place.MakeAsync(Engine.Postgres, cluster));
        string database = server.Place.Database;
        await FillAsync(server.Api(await server.AddDeviceAsync("board", "--any-location")));
        ServerApi reader = server.Api(await server.AddTokenAsync("reader", "read"));
        Queue<string> blocks = new(Sql().Matches(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "grafana.md"), TestContext.Current.CancellationToken))
            .Select(match => match.Groups[1].Value));
        await cluster.SqlAsync(database, blocks.Dequeue());
        async Task<List<string>> AskAsync() => await RowsAsync(cluster.ConnectionString(database, "grafana"), Filled(blocks.Dequeue()));

        Assert.Equal(["metric", "temperature", "wetness"], await AskAsync());
        Assert.Equal(["key", "attic", "cellar", "desk"], await AskAsync());
        Assert.Equal(["time|metric|value", .. await ExpectedAsync(reader, "5m", (time, mean) => $"{time}|{{0}}|{mean}")], await AskAsync());
        List<string> band = await AskAsync();
        Assert.Equal("time|lowest|highest", band[0]);
        Assert.Equal(24, band.Count - 1);
        List<string> readings = await AskAsync();
        Assert.Equal("time|metric|value", readings[0]);
        Assert.Equal(2 * 24 * 30, readings.Count - 1);
        Assert.Equal(["location|value|unit|time", "cellar|7|Cel"], (await AskAsync()).Select((row, i) => i == 0 ? row : string.Join('|', row.Split('|')[..3])));
        Assert.Equal(["location|wetness", "cellar|1", "desk|-1"], await AskAsync());
        Assert.Empty(blocks);

        foreach (string statement in (string[])
            [
                "SELECT * FROM token", "SELECT * FROM device", "SELECT * FROM account", "SELECT * FROM session", "SELECT * FROM placement", "SELECT * FROM receipt", "DELETE FROM sample",
                "DELETE FROM reading", "UPDATE reading SET value = 0", "UPDATE reading_5m SET value = 0", "INSERT INTO sample VALUES (1, now(), 1)", "SET ROLE barograph_operate", "CREATE TABLE mine (x int)",
            ])
        {
            Exception? refused = await Record.ExceptionAsync(() => cluster.SqlAsync(database, "grafana", statement));
            Assert.True(refused is PostgresException { SqlState: "42501" or "55000" }, $"{statement}: {refused?.Message ?? "success"}");
        }
    }

    /// <summary>Two locations with a reading every two minutes; as they are of 2024, all of them come late. And what was measured just now.</summary>
    private static async Task FillAsync(ServerApi board)
    {
        foreach (string location in (string[])["attic", "desk"])
        {
            IEnumerable<string> reports = Enumerable.Range(0, 24 * 30).Select(i => string.Create(CultureInfo.InvariantCulture,
                $$$"""{"location":"{{{location}}}","time":{{{From + i * 120}}},"values":{"temperature":{{{Math.Round(20 + 5 * Math.Sin(i / 50.0) + location.Length, 2)}}}}}"""));
            Assert.Equal(200, (await board.ReportAsync($"[{string.Join(',', reports)}]")).Status);
        }
        Assert.Equal(200, (await board.ReportAsync("""{"location":"desk","time":1714953600,"values":{"wetness":0}}""")).Status);
        Assert.Equal(200, (await board.ReportAsync("""{"location":"cellar","values":{"wetness":1}}""")).Status);
        Assert.Equal(200, (await board.ReportAsync("""{"location":"cellar","values":{"temperature":7},"units":{"temperature":"Cel"}}""")).Status);
    }

    /// <summary>The same chart from the server: the rows of both locations by time, and then by location.</summary>
    private static async Task<IEnumerable<string>> ExpectedAsync(ServerApi reader, string step, Func<long, string, string> row)
    {
        List<(long Time, string Location, string Row)> rows = [];
        foreach (string location in (string[])["attic", "desk"])
        {
            RawAnswer answer = await reader.GetAsync($"/api/v1/samples?location={location}&metric=temperature&from={From}&to={To}&step={step}");
            foreach ((JsonElement time, JsonElement mean) in answer.Json.GetProperty("time").EnumerateArray().Zip(answer.Json.GetProperty("mean").EnumerateArray()))
                rows.Add((time.GetInt64(), location, string.Format(CultureInfo.InvariantCulture, row(time.GetInt64(), Rounded(mean.GetDouble())), location)));
        }
        Assert.Equal(2 * 86_400 / FiveMinutes, rows.Count);
        return rows.OrderBy(row => row.Time).ThenBy(row => row.Location, StringComparer.Ordinal).Select(row => row.Row);
    }

    /// <summary>As Grafana's documentation of its PostgreSQL data source says: variables, then macros.</summary>
    private static string Filled(string sql) => sql
        .Replace("${metric:sqlstring}", "'temperature'", StringComparison.Ordinal)
        .Replace("${location:sqlstring}", "'attic','desk'", StringComparison.Ordinal)
        .Replace("$__timeGroupAlias(time, $__interval)", $"floor(extract(epoch from time)/{FiveMinutes})*{FiveMinutes} AS \"time\"", StringComparison.Ordinal)
        .Replace("$__timeFilter(time)", $"time BETWEEN '{Text(From)}' AND '{Text(To)}'", StringComparison.Ordinal)
        // Rows of one time have no order of their own.
        .Replace("GROUP BY 1, 2\nORDER BY 1", "GROUP BY 1, 2\nORDER BY 1, 2", StringComparison.Ordinal);

    private static string Text(long seconds) => DateTimeOffset.FromUnixTimeSeconds(seconds).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Rounded(double value) => Math.Round(value, 9).ToString(CultureInfo.InvariantCulture);

    /// <summary>The names of the columns, then each row.</summary>
    private static async Task<List<string>> RowsAsync(string connectionString, string sql)
    {
        Assert.DoesNotContain("$", sql, StringComparison.Ordinal);
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await using NpgsqlDataReader row = await command.ExecuteReaderAsync();
        List<string> rows = [string.Join('|', Enumerable.Range(0, row.FieldCount).Select(row.GetName))];
        while (await row.ReadAsync())
            rows.Add(string.Join('|', Enumerable.Range(0, row.FieldCount).Select(i => row.GetValue(i) switch
            {
                double number => Rounded(number),
                decimal number => number.ToString("0.#########", CultureInfo.InvariantCulture),
                object other => Convert.ToString(other, CultureInfo.InvariantCulture),
            })));
        return rows;
    }

    [GeneratedRegex("```sql\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Sql();
}
