using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Barograph.SystemTests.Steps;

/// <summary><c>GET /api/v1/samples</c> with step or points: which windows there are, and what they say.</summary>
public sealed class StepsTests
{
    private const int HalfHour = 1800;

    /// <summary>2024-05-06T00:00:00Z, a Monday.</summary>
    private const long Monday = 1_714_953_600;

    public static readonly TheoryData<Engine> BothEngines = [Engine.Sqlite, Engine.Postgres];

    // Every 7 s for two hours and a bit, with a gap; the rain gauge is emptied on the way.
    private static readonly (decimal Time, double Value)[] Raw =
        [.. Enumerable.Range(0, 1100).Where(i => i is < 400 or > 700).Select(i => (Monday + 7.5m * i, Math.Round(20 + Math.Sin(i / 9.0) * 7, 2)))];

    private static readonly (decimal Time, double Value)[] Rain =
        [.. Enumerable.Range(0, 300).Select(i => (Monday + 31m * i, Math.Round((i < 170 ? i : i - 170) * 0.25, 2)))];

    [Theory]
    [InlineData("500ms", 0, "raw")]
    [InlineData("30s", 30, "raw")]
    [InlineData("7m", 420, "raw")]
    [InlineData("5m", 300, "5m")]
    [InlineData("1h30m", 5400, "5m")]
    [InlineData("1h", 3600, "1h")]
    [InlineData("1d", 86_400, "1h")]
    [InlineData("1w", 604_800, "1h")]
    public Task Windows_say_what_their_samples_were(string step, int seconds, string resolution) =>
        EachEngineAsync(engine => CompareAsync(engine, step, seconds, resolution));

    private static async Task CompareAsync(Engine engine, string step, int seconds, string resolution)
    {
        (ServerApi reader, string location) = await FilledAsync(engine);
        // From inside a window to inside another: windows are whole.
        string range = seconds == 0 ? $"from={Monday}&to={Monday + 300}" : $"from={Monday + 10}&to={Monday + 8300}";
        foreach ((string metric, (decimal Time, double Value)[] raw) in ((string, (decimal, double)[])[])[("temperature", Raw), ("rain_total", Rain)])
        {
            SteppedAnswer answer = await SteppedAnswer.AskAsync(reader, $"location={location}&metric={metric}&{range}&step={step}");

            decimal width = seconds == 0 ? 0.5m : seconds;
            // Weeks begin on Mondays, and 1970 with a Thursday.
            decimal offset = step == "1w" ? 4 * 86_400 : 0;
            decimal end = seconds == 0 ? Monday + 300 : Math.Ceiling((Monday + 8300 - offset) / width) * width + offset;
            List<Window> expected = Window.Of(
                raw.Where(sample => sample.Time < end), time => Math.Floor((time - offset) / width) * width + offset, isCounter: metric == "rain_total");
            Window.AssertEqual(expected, answer.Windows, $"{metric} in {step}");
            Assert.Equal((seconds == 0 ? "0.5" : seconds.ToString(CultureInfo.InvariantCulture), resolution), (answer.Step, answer.Resolution));
        }
    }

    [Theory]
    [MemberData(nameof(BothEngines))]
    public async Task An_empty_window_is_absent(Engine engine)
    {
        (ServerApi reader, string location) = await FilledAsync(engine);

        SteppedAnswer answer = await SteppedAnswer.AskAsync(reader, $"location={location}&metric=temperature&from={Monday}&to={Monday + 7200}&step=5m");

        // The gap goes from second 2,992.5 to 5,257.5.
        Assert.Equal([.. Enumerable.Range(0, 10), .. Enumerable.Range(17, 7)], answer.Windows.Select(window => (int)(window.Start - Monday) / 300));
    }

    [Theory]
    [MemberData(nameof(BothEngines))]
    public async Task The_first_window_of_a_counter_includes_the_way_from_the_reading_before_it(Engine engine)
    {
        (ServerApi reader, string location) = await FilledAsync(engine);

        SteppedAnswer answer = await SteppedAnswer.AskAsync(reader, $"location={location}&metric=rain_total&from={Monday + 3600}&to={Monday + 9300}&step=1h");

        Window.AssertEqual(Window.Of(Rain, 3600, isCounter: true)[1..], answer.Windows, "rain");
        Assert.Null((await SteppedAnswer.AskAsync(reader, $"location={location}&metric=temperature&from={Monday}&to={Monday + 60}&step=1h")).Windows[0].Increase);
    }

    /// <summary>Zone, step, range, and each window: where it begins, and how many half hours it has. All of them have readings.</summary>
    public static readonly TheoryData<string, string, string, string, string, string> Calendar = new()
    {
        { "Europe/Berlin", "1d", "2024-03-30T00:00:00+01:00", "2024-04-02T00:00:00+02:00", "1h", "2024-03-29T23:00Z=48 2024-03-30T23:00Z=46 2024-03-31T22:00Z=48" },
        { "Europe/Berlin", "1d", "2024-10-26T00:00:00+02:00", "2024-10-29T00:00:00+01:00", "1h", "2024-10-25T22:00Z=48 2024-10-26T22:00Z=50 2024-10-27T23:00Z=48" },
        { "Europe/Berlin", "1d", "2024-03-31T12:00:00+02:00", "2024-03-31T12:00:01+02:00", "1h", "2024-03-30T23:00Z=46" },
        { "Europe/Berlin", "1w", "2024-03-27T00:00:00Z", "2024-04-02T00:00:00Z", "1h", "2024-03-24T23:00Z=334 2024-03-31T22:00Z=336" },
        { "Europe/Berlin", "1w", "2024-10-23T00:00:00Z", "2024-10-27T00:00:00Z", "1h", "2024-10-20T22:00Z=338" },
        { "Europe/Berlin", "1mo", "2024-03-15T00:00:00Z", "2024-03-16T00:00:00Z", "1h", "2024-02-29T23:00Z=1486" },
        { "Europe/Berlin", "1mo", "2024-10-15T00:00:00Z", "2024-10-16T00:00:00Z", "1h", "2024-09-30T22:00Z=1490" },
        { "Australia/Lord_Howe", "1d", "2024-04-06T00:00:00+11:00", "2024-04-09T00:00:00+10:30", "5m", "2024-04-05T13:00Z=48 2024-04-06T13:00Z=49 2024-04-07T13:30Z=48" },
        { "Australia/Lord_Howe", "1d", "2024-10-05T00:00:00+10:30", "2024-10-08T00:00:00+11:00", "5m", "2024-10-04T13:30Z=48 2024-10-05T13:30Z=47 2024-10-06T13:00Z=48" },
        { "Asia/Kathmandu", "1d", "2024-03-30T00:00:00+05:45", "2024-04-01T00:00:00+05:45", "5m", "2024-03-29T18:15Z=48 2024-03-30T18:15Z=48" },
        { "Etc/GMT%2B5", "1d", "2024-03-30T05:00:00Z", "2024-03-31T05:00:00Z", "1h", "2024-03-30T05:00Z=48" },
        { "UTC", "1mo", "2024-03-10T05:00:00Z", "2024-03-11T05:00:00Z", "1h", "2024-03-01T00:00Z=1488" },
    };

    [Theory]
    [MemberData(nameof(Calendar))]
    public Task Days_weeks_and_months_are_those_of_the_place(string zone, string step, string from, string to, string resolution, string expected) =>
        EachEngineAsync(async engine =>
        {
            (ServerApi reader, string location) = await HalfHoursAsync(engine);

            SteppedAnswer answer = await SteppedAnswer.AskAsync(
                reader, $"location={location}&metric=temperature&from={Uri.EscapeDataString(from)}&to={Uri.EscapeDataString(to)}&step={step}&tz={zone}");

            Assert.Equal(expected, string.Join(' ', answer.Windows.Select(window => string.Create(
                CultureInfo.InvariantCulture, $"{DateTimeOffset.FromUnixTimeSeconds((long)window.Start):yyyy-MM-dd'T'HH:mm'Z'}={window.Count}"))));
            Assert.Equal((step == "1d" && zone == "UTC" ? "86400" : answer.Step, resolution), (answer.Step, answer.Resolution));
        });

    [Theory]
    [MemberData(nameof(BothEngines))]
    public async Task Days_of_a_place_have_no_width_in_seconds(Engine engine)
    {
        (ServerApi reader, string location) = await HalfHoursAsync(engine);
        string query = $"location={location}&metric=temperature&from=2024-03-30T00:00:00Z&to=2024-03-31T00:00:00Z";

        Assert.Equal("\"1d\"", (await SteppedAnswer.AskAsync(reader, query + "&step=1d&tz=Europe/Berlin")).Step);
        Assert.Equal("\"1mo\"", (await SteppedAnswer.AskAsync(reader, query + "&step=1mo")).Step);
        Assert.Equal("86400", (await SteppedAnswer.AskAsync(reader, query + "&step=1d&tz=UTC")).Step);
        Assert.Equal("604800", (await SteppedAnswer.AskAsync(reader, query + "&step=1w")).Step);
    }

    [Theory]
    [MemberData(nameof(BothEngines))]
    public async Task Points_are_single_readings_while_they_are_few_and_round_windows_when_they_are_many(Engine engine)
    {
        (ServerApi reader, string location) = await FilledAsync(engine);
        string query = $"/api/v1/samples?location={location}&metric=temperature&from={Monday}&to={Monday + 3000}";

        JsonElement all = (await reader.GetAsync(query + "&points=400")).Json;
        JsonElement some = (await reader.GetAsync(query + "&points=399")).Json;
        JsonElement few = (await reader.GetAsync(query + "&points=2")).Json;

        Assert.Equal((JsonValueKind.Null, 400), (all.GetProperty("step").ValueKind, all.GetProperty("value").GetArrayLength()));
        // The narrowest round step of which 3,000 s have at most 398.
        Assert.Equal((10, 300), (some.GetProperty("step").GetInt32(), some.GetProperty("time").GetArrayLength()));
        Window.AssertEqual(Window.Of(Raw.Where(sample => sample.Time < Monday + 3000), 10), SteppedAnswer.Read(some).Windows, "points=399");
        Assert.Equal((3600, 1), (few.GetProperty("step").GetInt32(), few.GetProperty("time").GetArrayLength()));
    }

    [Theory]
    [MemberData(nameof(BothEngines))]
    public async Task A_single_series_is_one_object_with_its_fields_in_this_order(Engine engine)
    {
        (ServerApi reader, string location) = await FilledAsync(engine);
        string query = $"/api/v1/samples?location={location}&metric=rain_total&from={Monday}&to={Monday + 62}";
        int series = (await SeriesAsync(reader, location))["rain_total"];

        Assert.Equal(
            $$"""{"series":{{series}},"location":"{{location}}","metric":"rain_total","unit":null,"step":null,"time":[{{Monday}},{{Monday + 31}}],"value":[0,0.25]}""",
            (await reader.GetAsync(query)).Text);
        Assert.Equal(
            $$"""{"series":{{series}},"location":"{{location}}","metric":"rain_total","unit":null,"step":60,"resolution":"raw","time":[{{Monday}},{{Monday + 60}}],"count":[2,2],"min":[0,0.5],"max":[0.25,0.75],"mean":[0.125,0.625],"first":[0,0.5],"last":[0.25,0.75],"increase":[0.25,0.5]}""",
            (await reader.GetAsync(query + "&step=60s")).Text);
    }

    [Theory]
    [MemberData(nameof(BothEngines))]
    public async Task Several_series_are_an_array_in_the_order_asked(Engine engine)
    {
        (ServerApi reader, string location) = await FilledAsync(engine);
        Dictionary<string, int> series = await SeriesAsync(reader, location);
        (int rain, int temperature) = (series["rain_total"], series["temperature"]);
        string range = $"&from={Monday}&to={Monday + 3600}";

        Assert.Equal([temperature, rain], await AskedAsync(reader, $"series={temperature},{rain},{temperature}{range}&step=5m"));
        Assert.Equal([rain], await AskedAsync(reader, $"series={rain}{range}"));
        Assert.Equal([temperature, rain], await AskedAsync(reader, $"location={location}&metric=temperature&location={location}&metric=rain_total{range}&points=20"));
        Assert.Equal(((int[])[rain, temperature]).Order(), (await AskedAsync(reader, $"location={location}&metric=*{range}")).Order());
        Assert.Equal([rain], await AskedAsync(reader, $"location={location[..^1]}*{location[^1]}&metric=r*_t*l{range}&step=1h"));
        Assert.Equal([temperature, rain], await AskedAsync(reader, $"location={location}&metric=temperature&location={location}&metric=*{range}"));
        Assert.Empty(await AskedAsync(reader, $"location={location}&metric=*nothing*{range}&step=1d"));
        JsonElement both = (await reader.GetAsync($"/api/v1/samples?series={rain},{temperature}{range}&step=10m")).Json;
        Window.AssertEqual(Window.Of(Rain.Where(s => s.Time < Monday + 3600), 600, isCounter: true), SteppedAnswer.Read(both[0]).Windows, "rain");
        Window.AssertEqual(Window.Of(Raw.Where(s => s.Time < Monday + 3600), 600), SteppedAnswer.Read(both[1]).Windows, "temperature");
    }

    [Theory]
    [MemberData(nameof(BothEngines))]
    public async Task Only_the_star_stands_for_other_characters(Engine engine)
    {
        SharedServer shared = await SharedServers.GetAsync(engine);
        string location = SharedServer.NewLocation("dot.");
        foreach (string name in (string[])[location, location.Replace('.', 'x'), location + "/(a|b)[c]"])
            Assert.Equal(200, (await shared.BoardApi.ReportAsync($$"""{"location":"{{name}}","time":{{Monday}},"a":1}""")).Status);
        string range = $"&metric=*&from={Monday}&to={Monday + 1}";

        Assert.Single(await AskedAsync(shared.ReaderApi, $"location={location}{range}"));
        Assert.Equal(2, (await AskedAsync(shared.ReaderApi, $"location={location}*{range}")).Count);
        Assert.Single(await AskedAsync(shared.ReaderApi, $"location={location}/{Uri.EscapeDataString("(a|b)[c]")}{range}"));
    }

    private static async Task EachEngineAsync(Func<Engine, Task> test)
    {
        foreach (Engine engine in (Engine[])[Engine.Sqlite, Engine.Postgres])
            await test(engine);
    }

    private static async Task<List<int>> AskedAsync(ServerApi reader, string query)
    {
        RawAnswer answer = await reader.GetAsync("/api/v1/samples?" + query);
        Assert.True(answer.Status == 200, query + "\n" + answer);
        Assert.Equal(JsonValueKind.Array, answer.Json.ValueKind);
        return [.. answer.Json.EnumerateArray().Select(one => one.GetProperty("series").GetInt32())];
    }

    private static async Task<Dictionary<string, int>> SeriesAsync(ServerApi reader, string location) =>
        (await reader.GetAsync("/api/v1/series?location=" + location)).Json.EnumerateArray()
            .ToDictionary(series => series.GetProperty("metric").GetString()!, series => series.GetProperty("id").GetInt32());

    /// <summary>A location of its own with <see cref="Raw"/> and <see cref="Rain"/>.</summary>
    private static async Task<(ServerApi Reader, string Location)> FilledAsync(Engine engine)
    {
        SharedServer shared = await SharedServers.GetAsync(engine);
        string location = SharedServer.NewLocation("steps");
        await ReportAsync(shared, location, "temperature", Raw);
        await ReportAsync(shared, location, "rain_total", Rain);
        return (shared.ReaderApi, location);
    }

    private static readonly Dictionary<Engine, Lazy<Task<string>>> HalfHours = new()
    {
        [Engine.Sqlite] = new(() => MakeHalfHoursAsync(Engine.Sqlite)),
        [Engine.Postgres] = new(() => MakeHalfHoursAsync(Engine.Postgres)),
    };

    /// <summary>A location with a reading every half hour of 2024.</summary>
    private static async Task<(ServerApi Reader, string Location)> HalfHoursAsync(Engine engine) =>
        ((await SharedServers.GetAsync(engine)).ReaderApi, await HalfHours[engine].Value);

    private static async Task<string> MakeHalfHoursAsync(Engine engine)
    {
        string location = SharedServer.NewLocation("year");
        const long newYear = 1_704_067_200;
        (decimal, double)[] raw = [.. Enumerable.Range(0, 366 * 48).Select(i => ((decimal)(newYear + i * HalfHour), (double)i))];
        foreach ((decimal, double)[] part in raw.Chunk(10_000))
            await ReportAsync(await SharedServers.GetAsync(engine), location, "temperature", part);
        return location;
    }

    private static async Task ReportAsync(SharedServer shared, string location, string metric, (decimal Time, double Value)[] raw)
    {
        var body = new StringBuilder();
        foreach ((decimal time, double value) in raw)
            body.Append(CultureInfo.InvariantCulture, $$""",{"location":"{{location}}","time":{{time}},"{{metric}}":{{value}}}""");
        RawAnswer answer = await shared.BoardApi.ReportAsync($"[{body.Remove(0, 1)}]");
        Assert.True(answer.Status == 200 && answer.Json.GetProperty("stored").GetInt32() == raw.Length, answer.ToString());
    }
}
