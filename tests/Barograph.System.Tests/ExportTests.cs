using System.Globalization;
using System.Net.Http.Headers;
using System.Text;

namespace Barograph.SystemTests;

/// <summary><c>GET /api/v1/export.csv</c> and <c>.ndjson</c>, and <c>barograph export</c> beside the server.</summary>
public sealed class ExportTests
{
    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task An_export_is_these_very_bytes(Engine engine)
    {
        SharedServer shared = await SharedServers.GetAsync(engine);
        string location = SharedServer.NewLocation("=küche, \"old\"; ");
        await FillAsync(shared, location);
        string cell = $"\"'{location.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
        string csv = $"""
            time,location,metric,unit,value
            2024-01-01T00:00:00Z,{cell},humidity,%RH,5E-324
            2024-01-01T00:00:00Z,{cell},temperature,,-1.5
            2024-01-01T00:00:01.000001Z,{cell},temperature,,1.7976931348623157E+308

            """.ReplaceLineEndings("\r\n");

        (HttpResponseMessage answer, string text) = await ExportAsync(shared, "csv", $"location={Uri.EscapeDataString(location)}&metric=*");
        CommandResult printed = await shared.Server.CommandAsync("export", "--location", location);

        Assert.Equal(csv, text);
        Assert.Equal(csv, printed.Output);
        Assert.Equal("text/csv; charset=utf-8; header=present", answer.Content.Headers.ContentType!.ToString());
        Assert.Matches("^attachment; filename=\"barograph-20[0-9]{2}-[0-9]{2}-[0-9]{2}\\.csv\"$", answer.Content.Headers.GetValues("Content-Disposition").Single());
        Assert.True(answer.Headers.CacheControl!.NoStore);
        Assert.False(answer.Headers.Contains("Barograph-Raw-From"));
        string first = csv.Split("\r\n")[2] + "\r\n";
        Assert.Equal(csv.Split("\r\n")[0] + "\r\n" + first, (await ExportAsync(shared, "csv", $"location={Uri.EscapeDataString(location)}&metric=temperature&to=1704067201")).Text);
    }

    [Theory]
    [InlineData(Engine.Sqlite, Engine.Postgres)]
    [InlineData(Engine.Postgres, Engine.Sqlite)]
    public async Task Lines_of_JSON_can_be_posted_to_another_server_which_then_exports_the_same(Engine from, Engine to)
    {
        SharedServer source = await SharedServers.GetAsync(from), target = await SharedServers.GetAsync(to);
        string location = SharedServer.NewLocation("again");
        await FillAsync(source, location);
        string query = $"location={location}&metric=*";

        (HttpResponseMessage answer, string text) = await ExportAsync(source, "ndjson", query);
        RawAnswer posted = await target.BoardApi.ReportAsync("[" + text.TrimEnd('\n').Replace("\n", ",", StringComparison.Ordinal) + "]");

        Assert.Equal("application/x-ndjson", answer.Content.Headers.ContentType!.ToString());
        Assert.EndsWith(".ndjson\"", answer.Content.Headers.GetValues("Content-Disposition").Single(), StringComparison.Ordinal);
        Assert.Equal(3, text.Count(c => c == '\n'));
        Assert.Equal((200, 3), (posted.Status, posted.Json.GetProperty("stored").GetInt32()));
        Assert.Equal(text, (await ExportAsync(target, "ndjson", query)).Text);
        Assert.Equal((await ExportAsync(source, "csv", query)).Text, (await ExportAsync(target, "csv", query)).Text);
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task Without_a_selection_it_is_everything_and_of_more_series_than_a_chart_may_have(Engine engine)
    {
        SharedServer shared = await SharedServers.GetAsync(engine);
        string location = SharedServer.NewLocation("all");
        string values = string.Join(',', Enumerable.Range(0, 101).Select(i => $"\"m{i.ToString(CultureInfo.InvariantCulture)}\":1"));
        // A token of its own: the shared board's may have made nearly all the series that one token may.
        string board = await shared.Server.AddDeviceAsync("board of " + location, "--any-location");
        RawAnswer report = await shared.Server.Api(board).ReportAsync($$$"""{"location":"{{{location}}}","time":1704067200,"values":{{{{values}}}}}""");
        Assert.Equal(101, report.Json.GetProperty("stored").GetInt32());

        string all = (await ExportAsync(shared, "csv", "")).Text;
        string these = (await ExportAsync(shared, "csv", $"location={location}&metric=*")).Text;

        string[] lines = these.Split("\r\n");
        Assert.Equal(101 + 2, lines.Length);
        Assert.Contains(string.Join("\r\n", lines[1..]), all, StringComparison.Ordinal);
        Assert.StartsWith(lines[0], all, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("location=nowhere&metric=a", 404, "series_unknown")]
    [InlineData("series=2147483647", 404, "series_unknown")]
    [InlineData("location=a", 400, "parameter_invalid")]
    [InlineData("series=1&location=a&metric=b", 400, "parameter_invalid")]
    [InlineData("series=x", 400, "parameter_invalid")]
    [InlineData("from=yesterday", 400, "parameter_invalid")]
    [InlineData("step=5m", 400, "parameter_invalid")]
    [InlineData("format=csv", 400, "parameter_invalid")]
    public async Task What_cannot_be_answered_is_said_before_the_first_byte(string query, int status, string code)
    {
        SharedServer shared = await SharedServers.GetAsync(Engine.Sqlite);
        foreach (string format in (string[])["csv", "ndjson"])
        {
            RawAnswer answer = await shared.ReaderApi.GetAsync($"/api/v1/export.{format}?{query}");

            Assert.Equal((status, code, "application/problem+json"), (answer.Status, answer.Code, answer.Header("Content-Type")));
            Assert.Null(answer.Header("Content-Disposition"));
        }
    }

    /// <summary>What is stored while somebody reads slowly is still in the export, so its end was not read when its beginning went out.</summary>
    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task A_large_export_is_read_while_it_is_sent(Engine engine)
    {
        const int Reports = 100_000;
        SharedServer shared = await SharedServers.GetAsync(engine);
        // Long lines: some 30 MB in all, far more than the sockets between the two hold.
        string location = SharedServer.NewLocation("large/" + new string('x', 110));
        foreach (int[] times in Enumerable.Range(0, Reports).Chunk(5000))
        {
            string reports = string.Join(',', times.Select(time => string.Create(CultureInfo.InvariantCulture,
                $$$"""{"location":"{{{location}}}","time":{{{1704067200 + time}}},"a":{{{time}}},"b":{{{-time}}}}""")));
            RawAnswer stored = await shared.BoardApi.ReportAsync($"[{reports}]");
            Assert.Equal((200, 10_000), (stored.Status, stored.Json.GetProperty("stored").GetInt32()));
        }

        CancellationToken cancel = TestContext.Current.CancellationToken;
        using HttpClient client = Client(shared);
        using HttpResponseMessage answer = await client.GetAsync($"/api/v1/export.csv?location={location}&metric=*", HttpCompletionOption.ResponseHeadersRead, cancel);
        await using Stream body = await answer.Content.ReadAsStreamAsync(cancel);
        byte[] first = new byte[100];
        await body.ReadExactlyAsync(first, cancel);
        Assert.Equal(200, (await shared.BoardApi.ReportAsync($$"""{"location":"{{location}}","time":1710000000,"b":0.5}""")).Status);
        using var rest = new StreamReader(body);
        string text = Encoding.ASCII.GetString(first) + await rest.ReadToEndAsync(cancel);

        string[] lines = text.Split("\r\n");
        Assert.Equal(1 + 2 * Reports + 1 + 1, lines.Length);
        Assert.Equal($"2024-03-09T16:00:00Z,{location},b,,0.5", lines[^2]);
        Assert.Equal($"2024-01-01T00:00:00Z,{location},a,,0", lines[1]);
        Assert.Equal($"2024-01-02T03:46:39Z,{location},b,,{1 - Reports}", lines[^3]);
    }

    private static async Task FillAsync(SharedServer shared, string location)
    {
        string name = location.Replace("\"", "\\\"", StringComparison.Ordinal);
        RawAnswer stored = await shared.BoardApi.ReportAsync(
            $$$"""
            [{"location":"{{{name}}}","time":1704067201.000001,"temperature":1.7976931348623157e308},
             {"location":"{{{name}}}","time":1704067200,"values":{"temperature":-1.50,"humidity":5e-324},"units":{"humidity":"%RH"}}]
            """);
        Assert.Equal((200, 3), (stored.Status, stored.Json.GetProperty("stored").GetInt32()));
    }

    private static async Task<(HttpResponseMessage Answer, string Text)> ExportAsync(SharedServer shared, string format, string query)
    {
        using HttpClient client = Client(shared);
        HttpResponseMessage answer = await client.GetAsync($"/api/v1/export.{format}?{query}");
        string text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return (answer, text);
    }

    private static HttpClient Client(SharedServer shared) => new()
    {
        BaseAddress = new Uri(shared.Server.BaseAddress),
        Timeout = Patience.Limit,
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", shared.Reader) },
    };
}
