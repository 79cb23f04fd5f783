using System.Globalization;

namespace Barograph.SystemTests.Steps;

/// <summary>What <c>GET /api/v1/samples</c> does not answer: it says why, and it is never our fault.</summary>
public sealed class StepsRefusedTests
{
    private const string Hour = "&from=2024-01-01T00:00:00Z&to=2024-01-01T01:00:00Z";

    /// <summary>The query after the series, and a part of the reason.</summary>
    public static readonly TheoryData<string, string> NotValid = new()
    {
        { "step=", "step" },
        { "step=5", "step" },
        { "step=m", "step" },
        { "step=0s", "step" },
        { "step=-5m", "step" },
        { "step=%2B5m", "step" },
        { "step=5M", "step" },
        { "step=1.5h", "step" },
        { "step=1d12h", "step" },
        { "step=12h1d", "step" },
        { "step=1mo2", "step" },
        { "step=%D9%A3m", "step" },
        { "step=5m%00", "NUL" },
        { "step=9223372036854775807s", "step" },
        { "step=99999999999999999999999s", "step" },
        { "step=36501d", "step" },
        { "step=9223372036854775807y", "step" },
        // Times 31 it would be small again.
        { "step=595056260442243601mo", "step" },
        { "step=5m&step=5m", "twice" },
        { "step=1h&tz=", "tz" },
        { "step=1h&tz=../../etc/passwd", "tz" },
        { "step=1h&tz=Europe/../../../../etc/passwd", "tz" },
        { "step=1h&tz=/etc/localtime", "tz" },
        { "step=1h&tz=Europe", "tz" },
        { "step=1h&tz=Europe/", "tz" },
        { "step=1h&tz=Europe//", "tz" },
        { "step=1h&tz=Atlantis", "tz" },
        { "step=1h&tz=tzdata.zi", "tz" },
        { "step=1h&tz=leapseconds", "tz" },
        { "step=1h&tz=%C3%9F", "tz" },
        { "step=1h&tz=UTC%00", "NUL" },
        { "tz=Atlantis", "tz" },
        { "points=0", "points" },
        { "points=1", "points" },
        { "points=-1", "points" },
        { "points=10001", "points" },
        { "points=99999999999999999999", "points" },
        { "points=8e2", "points" },
        { "points=", "points" },
        { "step=5m&points=100", "not both" },
        { "windows=5", "no parameter" },
    };

    [Theory]
    [MemberData(nameof(NotValid))]
    public async Task A_parameter_that_is_not_valid_is_named(string query, string reason)
    {
        RawAnswer answer = await AskAsync($"location={await LocationAsync()}&metric=a{Hour}&{query}");

        Assert.Equal((400, "parameter_invalid"), (answer.Status, answer.Code));
        Assert.Contains(reason, answer.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "in pairs")]
    [InlineData("location=LOC", "in pairs")]
    [InlineData("metric=a", "in pairs")]
    [InlineData("location=LOC&metric=a&metric=b", "in pairs")]
    [InlineData("series=NUM&location=LOC&metric=a", "not both")]
    [InlineData("series=NUM&metric=a", "not both")]
    [InlineData("series=", "list of numbers")]
    [InlineData("series=NUM,", "list of numbers")]
    [InlineData("series=NUM, 2", "list of numbers")]
    [InlineData("series=-1", "list of numbers")]
    [InlineData("series=99999999999", "list of numbers")]
    [InlineData("series=one", "list of numbers")]
    public async Task Series_that_cannot_be_meant_are_named(string query, string reason)
    {
        string location = await LocationAsync();
        string number = await NumberAsync(location);
        RawAnswer answer = await AskAsync(query.Replace("LOC", location, StringComparison.Ordinal).Replace("NUM", number, StringComparison.Ordinal).Replace(" ", "%20", StringComparison.Ordinal) + Hour);

        Assert.Equal((400, "parameter_invalid"), (answer.Status, answer.Code));
        Assert.Contains(reason, answer.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("location=LOC&metric=nothing")]
    [InlineData("location=nowhere&metric=a&step=1h")]
    [InlineData("series=2147483647")]
    [InlineData("series=NUM,2147483647&step=1h")]
    [InlineData("series=0&points=10")]
    public async Task A_series_that_does_not_exist_is_unknown(string query)
    {
        string location = await LocationAsync();
        RawAnswer answer = await AskAsync(
            query.Replace("LOC", location, StringComparison.Ordinal).Replace("NUM", await NumberAsync(location), StringComparison.Ordinal) + Hour);

        Assert.Equal((404, "series_unknown"), (answer.Status, answer.Code));
    }

    [Theory]
    [InlineData("step=1s&from=2024-01-01T00:00:00Z&to=2024-01-01T02:46:41Z", "10,000")]
    [InlineData("step=1ms&from=0&to=253402300799", "10,000")]
    [InlineData("step=5m&from=-62135596800&to=253402300799", "10,000")]
    public async Task Too_many_windows_are_refused_with_the_reason(string query, string reason)
    {
        RawAnswer answer = await AskAsync($"location={await LocationAsync()}&metric=a&{query}");

        Assert.Equal((422, "range_too_large"), (answer.Status, answer.Code));
        Assert.Contains(reason, answer.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_than_a_hundred_series_and_too_many_windows_of_all_are_refused()
    {
        SharedServer shared = await SharedServers.GetAsync(Engine.Sqlite);
        string location = SharedServer.NewLocation("many");
        string values = string.Join(',', Enumerable.Range(0, 101).Select(i => $"\"m{i.ToString(CultureInfo.InvariantCulture)}\":1"));
        // A token of its own: the shared board's may have made nearly all the series that one token may.
        string board = await shared.Server.AddDeviceAsync("board of " + location, "--any-location");
        RawAnswer report = await shared.Server.Api(board).ReportAsync($$$"""{"location":"{{{location}}}","time":1704067200,"values":{{{{values}}}}}""");
        Assert.Equal(101, report.Json.GetProperty("stored").GetInt32());

        RawAnswer all = await AskAsync($"location={location}&metric=*{Hour}");
        RawAnswer windows = await AskAsync($"location={location}&metric=m1*&step=5m&from=2024-01-01T00:00:00Z&to=2024-02-04T00:00:00Z");

        Assert.Equal((400, "parameter_invalid"), (all.Status, all.Code));
        Assert.Contains("101", all.Text, StringComparison.Ordinal);
        // m1, m10 to m19 and m100: 12 series of 9,792 windows.
        Assert.Equal(200, windows.Status);
        RawAnswer tooMany = await AskAsync($"location={location}&metric=m*0&location={location}&metric=m*1&location={location}&metric=m*2&step=5m&from=2024-01-01T00:00:00Z&to=2024-02-04T00:00:00Z");
        Assert.Equal((422, "range_too_large"), (tooMany.Status, tooMany.Code));
        Assert.Contains("200,000", tooMany.Text, StringComparison.Ordinal);
    }

    /// <summary>At the ends of the calendar and of what a request can hold.</summary>
    [Theory]
    [InlineData("step=1y&tz=Europe/Berlin&from=-62135596800&to=253402300799", 200)]
    [InlineData("step=1mo&tz=Pacific/Apia&from=253402000000&to=253402300799", 200)]
    [InlineData("step=1d&tz=Pacific/Kiritimati&from=253402000000&to=253402300799", 200)]
    [InlineData("step=1d&tz=America/Adak&from=253402000000&to=253402300799", 200)]
    [InlineData("step=1w&tz=America/Adak&from=-62135596800&to=-62135500000", 200)]
    [InlineData("step=1w&tz=Pacific/Kiritimati&from=-62135596800&to=-62135500000", 200)]
    [InlineData("step=36500d&from=-62135596800&to=253402300799", 200)]
    [InlineData("step=876000h&from=-62135596800&to=253402300799", 200)]
    [InlineData("step=1d&tz=Europe/Berlin&from=0&to=253402300799", 200)]
    [InlineData("points=2&from=-62135596800&to=253402300799", 200)]
    [InlineData("points=10000&from=-62135596800&to=253402300799", 200)]
    [InlineData("points=2", 200)]
    [InlineData("step=1h", 200)]
    [InlineData("step=1h&from=2024-01-01T00:00:00Z&to=2024-01-01T00:00:00Z", 200)]
    [InlineData("step=1h&from=2024-01-02T00:00:00Z&to=2024-01-01T00:00:00Z", 200)]
    [InlineData("step=1d&tz=Africa/Cairo&from=2024-04-20T00:00:00Z&to=2024-04-30T00:00:00Z", 200)]
    [InlineData("step=1d&tz=America/Sao_Paulo&from=2018-10-30T00:00:00Z&to=2018-11-10T00:00:00Z", 200)]
    public async Task Ranges_at_the_ends_of_time_are_answered(string query, int status)
    {
        string location = await LocationAsync();
        foreach (Engine engine in (Engine[])[Engine.Sqlite, Engine.Postgres])
        {
            RawAnswer answer = await (await SharedServers.GetAsync(engine)).ReaderApi.GetAsync($"/api/v1/samples?location={location}&metric=a&{query}");
            Assert.True(answer.Status == status, $"{engine}\n{answer}");
        }
    }

    [Theory]
    [InlineData("metric=a&step=1h&tz=", 5000)]
    [InlineData("metric=a&step=1h&tz=", 10_000)]
    [InlineData("metric=a&step=", 5000)]
    [InlineData("metric=a&points=", 5000)]
    [InlineData("metric=", 5000)]
    public async Task Long_texts_are_refused(string query, int length)
    {
        foreach (string filling in (string[])["1", "a", "*", "Europe/"])
        {
            string text = string.Concat(Enumerable.Repeat(filling, length / filling.Length));
            RawAnswer answer = await AskAsync($"location={await LocationAsync()}{Hour}&{query}{text}");

            // 414: longer than a request line may be. A pattern of stars alone finds what there is.
            bool isPattern = filling == "*" && query == "metric=";
            Assert.True(isPattern ? answer.Status == 200 : answer.Status is 400 or 404 or 414, $"{filling}: {answer.Head}");
        }
    }

    [Fact]
    public async Task Stars_between_letters_cost_no_time_worth_speaking_of()
    {
        string stars = string.Concat(Enumerable.Repeat("*a", 1500));

        RawAnswer answer = await AskAsync($"location={stars}b&metric=*{Hour}");

        Assert.Equal((200, 0), (answer.Status, answer.Json.GetArrayLength()));
    }

    private static readonly Lazy<Task<string>> Location = new(MakeLocationAsync);

    private static Task<string> LocationAsync() => Location.Value;

    private static async Task<string> MakeLocationAsync()
    {
        string location = SharedServer.NewLocation("refused");
        foreach (Engine engine in (Engine[])[Engine.Sqlite, Engine.Postgres])
            Assert.Equal(200, (await (await SharedServers.GetAsync(engine)).BoardApi.ReportAsync($$"""{"location":"{{location}}","time":1704067205,"a":1}""")).Status);
        return location;
    }

    private static async Task<string> NumberAsync(string location) =>
        (await (await SharedServers.GetAsync(Engine.Sqlite)).ReaderApi.GetAsync("/api/v1/series?location=" + location)).Json[0].GetProperty("id").GetRawText();

    private static async Task<RawAnswer> AskAsync(string query) =>
        await (await SharedServers.GetAsync(Engine.Sqlite)).ReaderApi.GetAsync("/api/v1/samples?" + query);
}
