using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Barograph.SystemTests.Steps;

/// <summary><c>barograph retention</c>, and what a server tells of readings that it has dropped.</summary>
public sealed class RetentionTests
{
    private const long Day = 86_400;

    // On PostgreSQL whole partitions go: the year of readings that are two years old is over for more than 90 days, whatever today is.
    private const int Old = 800;

    public static readonly TheoryData<Engine> BothEngines = [Engine.Sqlite, Engine.Postgres];

    private static readonly long Today = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / Day * Day;

    [Theory]
    [MemberData(nameof(BothEngines))]
    public async Task A_dry_run_says_what_would_go_and_changes_nothing(Engine engine)
    {
        await using BarographServer server = await FilledAsync(engine);
        ServerApi reader = server.Api(await server.AddTokenAsync("reader", "read"));
        long all = (await reader.SamplesAsync("desk", "temperature")).Count;

        CommandResult words = await server.CommandAsync("retention", "--raw", "90d", "--dry-run");
        JsonElement would = (await server.CommandAsync("retention", "--raw", "90d", "--dry-run", "--json")).Json;
        JsonElement now = (await server.CommandAsync("retention", "--json")).Json;

        // What of the 95th to the 90th day may go depends on the engine.
        Assert.InRange(would.GetProperty("samples").GetInt64(), OldSamples, OldSamples + 2 * 24 * 6);
        Assert.InRange(DateTimeOffset.Parse(would.GetProperty("raw_from").GetString()!, CultureInfo.InvariantCulture).ToUnixTimeSeconds(), Today - (Old - 5) * Day, Today - 89 * Day);
        Assert.True(would.GetProperty("bytes").GetInt64() > 0 && would.GetProperty("store_bytes").GetInt64() > would.GetProperty("bytes").GetInt64(), would.GetRawText());
        Assert.Equal(90, would.GetProperty("raw_days").GetInt32());
        Assert.Contains("Would go", words.Output, StringComparison.Ordinal);
        Assert.Contains("for 90 days", words.Output, StringComparison.Ordinal);
        Assert.Equal((JsonValueKind.Null, 0), (now.GetProperty("raw_days").ValueKind, now.GetProperty("samples").GetInt64()));
        await RestartAsync(server);
        Assert.Equal(all, (await reader.SamplesAsync("desk", "temperature")).Count);
    }

    [Theory]
    [InlineData("30d", "31d")]
    [InlineData("0d", "31d")]
    [InlineData("-5d", "")]
    [InlineData("90", "--raw takes")]
    [InlineData("36h", "--raw takes")]
    [InlineData("ever", "--raw takes")]
    [InlineData("99999999d", "--raw takes")]
    public async Task An_answer_that_makes_no_sense_is_refused(string raw, string reason)
    {
        SharedServer shared = await SharedServers.GetAsync(Engine.Sqlite);

        CommandResult refused = await shared.Server.TryCommandAsync(null, "retention", "--raw", raw);

        Assert.NotEqual(0, refused.ExitCode);
        Assert.Contains(reason, refused.Error, StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, (await shared.Server.CommandAsync("retention", "--json")).Json.GetProperty("raw_days").ValueKind);
    }

    [Theory]
    [MemberData(nameof(BothEngines))]
    public async Task What_is_dropped_is_gone_and_every_window_stays_what_it_was(Engine engine)
    {
        await using BarographServer server = await FilledAsync(engine);
        ServerApi reader = server.Api(await server.AddTokenAsync("reader", "read"));
        Dictionary<string, string> windows = await WindowsAsync(reader);
        string latest = (await reader.GetAsync("/api/v1/latest")).Text;
        List<(decimal Time, double Value)> raw = await reader.SamplesAsync("desk", "temperature");

        Assert.Contains("for 90 days", (await server.CommandAsync("retention", "--raw", "90d")).Output, StringComparison.Ordinal);
        await RestartAsync(server);
        await Patience.UntilAsync("the old readings are gone", async () => (await reader.SamplesAsync("cellar", "wetness")).Count == 0, () => server.Printed.All);
        await Patience.UntilAsync("nothing is left to drop", async () => (await server.CommandAsync("retention", "--json")).Json.GetProperty("samples").GetInt64() == 0);

        decimal rawFrom = DateTimeOffset.Parse(
            (await server.CommandAsync("retention", "--json")).Json.GetProperty("raw_from").GetString()!, CultureInfo.InvariantCulture).ToUnixTimeSeconds();
        Assert.InRange(rawFrom, Today - (Old - 5) * Day, Today - 89 * Day);
        await Patience.UntilAsync("of the others too", async () => (await reader.SamplesAsync("desk", "rain_total")).All(sample => sample.Time >= rawFrom));
        await Patience.UntilAsync("and of the third", async () => (await reader.SamplesAsync("desk", "temperature")).All(sample => sample.Time >= rawFrom));
        Assert.Equal(raw.Where(sample => sample.Time >= rawFrom), await reader.SamplesAsync("desk", "temperature"));
        foreach ((string query, string before) in windows)
            Assert.Equal((query, before), (query, (await reader.GetAsync(query)).Text));
        Assert.Equal(latest, (await reader.GetAsync("/api/v1/latest")).Text);
        await TellsTheTruthAsync(server, reader);
        // Another plan does not bring anything back, and nobody may think that nothing was ever there.
        await server.CommandAsync("retention", "--raw", "forever");
        await TellsTheTruthAsync(server, reader);
        Assert.DoesNotContain(server.AllErrors, SharedServers.IsDefect);
    }

    [Theory]
    [MemberData(nameof(BothEngines))]
    public async Task Nothing_is_dropped_while_the_clock_is_not_to_be_believed(Engine engine)
    {
        await using BarographServer server = await BarographServer.StartAsync(await Place.MakeAsync(engine));
        string token = await server.AddDeviceAsync("board", "--any-location");
        ServerApi reader = server.Api(await server.AddTokenAsync("reader", "read"));
        await ReportAsync(server.Api(token), "cellar", "wetness", Today - Old * Day, 600, 144);
        // Two days are no three.
        await ReportAsync(server.Api(token), "desk", "temperature", Today - Day, 3600, 24);
        await RestartAsync(server);
        await new StoreSql(server.Place).UntilNoMarkIsLeftAsync(server);
        await server.CommandAsync("retention", "--raw", "31d");

        await RestartAsync(server);

        await Patience.UntilAsync("the server says so", () => server.Printed.All.Contains("No old reading is dropped", StringComparison.Ordinal), () => server.Printed.All);
        Assert.Equal(144, (await reader.SamplesAsync("cellar", "wetness")).Count);
        // What is still there is answered, whatever the plan says.
        SteppedAnswer answer = await SteppedAnswer.AskAsync(reader, string.Create(
            CultureInfo.InvariantCulture, $"location=cellar&metric=wetness&step=30s&from={Today - Old * Day}&to={Today - Old * Day + 3600}"));
        Assert.Equal(6, answer.Windows.Count);
    }

    /// <summary>About the time whose readings are gone.</summary>
    private static async Task TellsTheTruthAsync(BarographServer server, ServerApi reader)
    {
        ServerApi writer = server.Api(await server.AddTokenAsync("writer" + Guid.NewGuid().ToString("N"), "write"));
        long old = Today - Old * Day + 7;
        RawAnswer tooOld = await writer.ReportAsync($$"""{"location":"desk","time":{{old}},"temperature":1}""");
        Assert.Equal((422, "time_too_old"), (tooOld.Status, tooOld.Code));
        Assert.Contains("barograph retention", tooOld.Text, StringComparison.Ordinal);
        RawAnswer mixed = await writer.ReportAsync($$"""[{"location":"desk","time":{{old}},"temperature":1},{"location":"desk","time":{{Today}},"humidity":1}]""");
        Assert.Equal(200, mixed.Status);
        Assert.Equal((0, "time_too_old"), (mixed.Json.GetProperty("rejected")[0].GetProperty("index").GetInt32(), mixed.Json.GetProperty("rejected")[0].GetProperty("code").GetString()));

        string range = string.Create(CultureInfo.InvariantCulture, $"/api/v1/samples?location=desk&metric=temperature&from={Today - Old * Day}&to={Today - Old * Day + 7200}");
        foreach (string closer in (string[])["", "&step=30s", "&step=7m"])
        {
            RawAnswer refused = await reader.GetAsync(range + closer);
            Assert.Equal((422, "raw_dropped"), (refused.Status, refused.Code));
            Assert.Contains("ask for a step of 5m", refused.Text, StringComparison.Ordinal);
        }
        JsonElement partly = (await reader.GetAsync(string.Create(
            CultureInfo.InvariantCulture, $"/api/v1/samples?location=desk&metric=temperature&from={Today - Old * Day}&to={Today}"))).Json;
        Assert.InRange(partly.GetProperty("raw_from").GetInt64(), Today - (Old - 5) * Day, Today - 89 * Day);
        SteppedAnswer points = SteppedAnswer.Read((await reader.GetAsync(range + "&points=1000")).Json);
        Assert.Equal(("300", "5m", 12L), (points.Step, points.Resolution, points.Windows.Sum(window => window.Count)));
    }

    private static readonly string[] Steps = ["step=5m", "step=1h", "step=1d&tz=Europe/Berlin", "step=1d&tz=Asia/Kathmandu", "step=1w"];

    /// <summary>Stepped answers of everything, by their query.</summary>
    private static async Task<Dictionary<string, string>> WindowsAsync(ServerApi reader)
    {
        Dictionary<string, string> answers = [];
        foreach (string series in (string[])["location=desk&metric=temperature", "location=desk&metric=rain_total", "location=cellar&metric=wetness"])
            foreach ((long from, long to) in ((long, long)[])[(Today - (Old + 2) * Day, Today - (Old - 8) * Day), (Today - 100 * Day, Today - 80 * Day), (Today - 7 * Day, Today)])
                foreach (string step in Steps)
                {
                    string query = string.Create(CultureInfo.InvariantCulture, $"/api/v1/samples?{series}&from={from}&to={to}&{step}");
                    RawAnswer answer = await reader.GetAsync(query);
                    Assert.True(answer.Status == 200, answer.ToString());
                    answers[query] = answer.Text;
                }
        return answers;
    }

    private const int OldSamples = 5 * 144 * 2 + 144;

    /// <summary>A server whose desk has readings from two years ago, from around the 90th day and of the last days; the cellar fell silent long ago.</summary>
    private static async Task<BarographServer> FilledAsync(Engine engine)
    {
        BarographServer server = await BarographServer.StartAsync(await Place.MakeAsync(engine));
        ServerApi board = server.Api(await server.AddDeviceAsync("board", "--any-location"));
        foreach (string metric in (string[])["temperature", "rain_total"])
        {
            await ReportAsync(board, "desk", metric, Today - Old * Day, 600, 5 * 144);
            await ReportAsync(board, "desk", metric, Today - 95 * Day, 3600, 10 * 24);
            await ReportAsync(board, "desk", metric, Today - 6 * Day, 3600, 6 * 24);
        }
        await ReportAsync(board, "cellar", "wetness", Today - Old * Day, 600, 144);
        await RestartAsync(server);
        await new StoreSql(server.Place).UntilNoMarkIsLeftAsync(server);
        return server;
    }

    private static async Task RestartAsync(BarographServer server)
    {
        await server.StopAsync();
        await server.StartAsync();
    }

    private static async Task ReportAsync(ServerApi board, string location, string metric, long from, int cadence, int count)
    {
        var body = new StringBuilder();
        for (int i = 0; i < count; i++)
            body.Append(CultureInfo.InvariantCulture, $$""",{"location":"{{location}}","time":{{from + (long)i * cadence}},"{{metric}}":{{i % 97 / 7.0}}}""");
        RawAnswer answer = await board.ReportAsync($"[{body.Remove(0, 1)}]");
        Assert.True(answer.Status == 200 && answer.Json.GetProperty("stored").GetInt32() == count, answer.ToString());
    }
}
