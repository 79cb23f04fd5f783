using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace Barograph.SystemTests;

/// <summary><c>POST /api/v1/reports</c>: what is taken, and what the answer says of it.</summary>
public sealed class ReportsTests
{
    public static readonly TheoryData<Engine> BothEngines = [Engine.Sqlite, Engine.Postgres];

    // An empty array is whole and holds nothing: there is nothing to refuse either.
    [Fact]
    public async Task No_report_at_all_is_nothing_stored_and_nothing_refused() =>
        Assert.Equal("0 0 0 0 0", Counts(await (await SharedServers.GetAsync(Engine.Sqlite)).BoardApi.ReportAsync("[]")));

    /// <summary>Body (LOC is replaced), what the answer counts (stored, duplicates, conflicts, clock_faults, rejected), and what is stored.</summary>
    public static readonly TheoryData<string, string, string> Taken = new()
    {
        { """{"location":"LOC","time":"2026-11-22T21:45:13Z","values":{"temperature":21.4,"humidity":40.1}}""", "2 0 0 0 0", "humidity=40.1 temperature=21.4" },
        { """{"location":"LOC","temperature":21.4,"humidity":40.1}""", "2 0 0 0 0", "humidity=40.1 temperature=21.4" },
        { """{"location":"LOC","age":340,"id":"LOC-17","values":{"wetness":1},"units":{"wetness":"%RH"}}""", "1 0 0 0 0", "wetness=1 %RH" },
        { """[{"location":"LOC","a":1},{"location":"LOC","b":2}]""", "2 0 0 0 0", "a=1 b=2" },
        { "\uFEFF{\"location\":\"LOC\",\"a\":1}", "1 0 0 0 0", "a=1" },
        { """  {"location":" LOC ","A":1}  """, "1 0 0 0 0", "a=1" },
        { """{"location":"LOC","a":-1.5e-3,"b":1e3,"c":0}""", "3 0 0 0 0", "a=-0.0015 b=1000 c=0" },
        { """{"location":"LOC","a":1,"b":"not a number"}""", "1 0 0 0 1", "a=1" },
        { """{"location":"LOC","a":1,"b":1e999}""", "1 0 0 0 1", "a=1" },
        { """{"location":"LOC","a":1,"Ünit":2}""", "1 0 0 0 1", "a=1" },
        { """[{"location":"LOC","a":1},7,{"location":"LOC","b":2}]""", "2 0 0 0 1", "a=1 b=2" },
        { """[{"location":"LOC","time":"yesterday","a":1},{"location":"LOC","a":2}]""", "1 0 0 0 1", "a=2" },
        { """{"location":"LOC","time":0,"a":1,"b":2}""", "2 0 0 2 0", "a=1 b=2" },
        { """{"location":"LOC","time":"1970-01-01T00:00:00Z","a":1}""", "1 0 0 1 0", "a=1" },
        { """{"location":"LOC","time":"2038-01-19T03:14:07Z","a":1}""", "1 0 0 1 0", "a=1" },
        { """{"location":"LOC","time":"2014-12-31T23:59:59Z","a":1}""", "1 0 0 1 0", "a=1" },
        { """{"location":"LOC","time":"2015-01-01T00:00:00Z","a":1}""", "1 0 0 0 0", "a=1" },
        { """[{"location":"LOC","time":1750000000,"a":1},{"location":"LOC","time":1750000000.0,"a":1}]""", "1 1 0 0 0", "a=1" },
        { """[{"location":"LOC","time":1750000000,"a":1},{"location":"LOC","time":1750000000,"a":2}]""", "1 0 1 0 0", "a=1" },
        { """[{"location":"LOC","age":5,"id":"LOC","a":1},{"location":"LOC","age":6,"id":"LOC","a":1}]""", "1 1 0 0 0", "a=1" },
    };

    [Theory, MemberData(nameof(Taken))]
    public async Task A_report_is_counted_and_stored(string body, string counts, string expected)
    {
        foreach (Engine engine in Enum.GetValues<Engine>())
        {
            SharedServer shared = await SharedServers.GetAsync(engine);
            string location = SharedServer.NewLocation("rep");

            RawAnswer answer = await shared.BoardApi.ReportAsync(body.Replace("LOC", location, StringComparison.Ordinal));

            Assert.True(answer.Status == 200, answer.ToString());
            Assert.Equal(counts, Counts(answer));
            Assert.Equal(expected, string.Join(' ', await shared.ReaderApi.LatestAsync(location)));
            BoardRules.AssertReadable(answer);
        }
    }

    [Theory, MemberData(nameof(BothEngines))]
    public async Task All_writings_of_a_time_are_the_same_moment(Engine engine)
    {
        SharedServer shared = await SharedServers.GetAsync(engine);
        string location = SharedServer.NewLocation("time");
        string[] times =
        [
            "\"2026-03-29T01:30:00Z\"", "\"2026-03-29T03:30:00+02:00\"", "\"2026-03-28T21:30:00-04:00\"", "\"2026-03-29T12:30:00.000+11:00\"",
            "\"2026-03-29T01:30:00.000000000Z\"", "1774747800", "1774747800.0", "1774747800.000000",
        ];
        string body = "[" + string.Join(',', times.Select(time => $$"""{"location":"{{location}}","time":{{time}},"a":1}""")) + "]";

        Assert.Equal($"1 {times.Length - 1} 0 0 0", Counts(await shared.BoardApi.ReportAsync(body)));

        Assert.Equal([(1774747800m, 1.0)], await shared.ReaderApi.SamplesAsync(location, "a"));
    }

    [Theory, MemberData(nameof(BothEngines))]
    public async Task Microseconds_are_kept(Engine engine)
    {
        SharedServer shared = await SharedServers.GetAsync(engine);
        string location = SharedServer.NewLocation("time");

        await shared.BoardApi.ReportAsync(
            $$"""[{"location":"{{location}}","time":1774747800.000001,"a":1},{"location":"{{location}}","time":"2026-03-29T01:30:00.000002Z","a":2}]""");

        Assert.Equal([(1774747800.000001m, 1.0), (1774747800.000002m, 2.0)], await shared.ReaderApi.SamplesAsync(location, "a"));
    }

    [Theory, MemberData(nameof(BothEngines))]
    public async Task A_retry_with_a_time_or_an_id_never_doubles(Engine engine)
    {
        SharedServer shared = await SharedServers.GetAsync(engine);
        string location = SharedServer.NewLocation("retry");
        string timed = $$$"""{"location":"{{{location}}}","time":1774747800,"values":{"timed":1,"other":2}}""";
        string named = $$$"""{"location":"{{{location}}}","age":10,"id":"{{{location}}}-1","values":{"named":1}}""";
        string faulty = $$$"""{"location":"{{{location}}}","time":1,"id":"{{{location}}}-2","values":{"faulty":1}}""";

        string[] first = [Counts(await shared.BoardApi.ReportAsync(timed)), Counts(await shared.BoardApi.ReportAsync(named)), Counts(await shared.BoardApi.ReportAsync(faulty))];
        string[] again = [Counts(await shared.BoardApi.ReportAsync(timed)), Counts(await shared.BoardApi.ReportAsync(named)), Counts(await shared.BoardApi.ReportAsync(faulty))];

        Assert.Equal(["2 0 0 0 0", "1 0 0 0 0", "1 0 0 1 0"], first);
        Assert.Equal(["0 2 0 0 0", "0 1 0 0 0", "0 1 0 1 0"], again);
        foreach (string metric in (string[])["timed", "other", "named", "faulty"])
            Assert.Single(await shared.ReaderApi.SamplesAsync(location, metric));
    }

    [Theory, MemberData(nameof(BothEngines))]
    public async Task An_age_is_counted_back_from_the_receipt(Engine engine)
    {
        SharedServer shared = await SharedServers.GetAsync(engine);
        string location = SharedServer.NewLocation("age");
        long before = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();

        Assert.Equal("1 0 0 0 0", Counts(await shared.BoardApi.ReportAsync($$"""{"location":"{{location}}","age":86400,"id":"{{location}}","a":1}""")));

        (decimal time, _) = Assert.Single(await shared.ReaderApi.SamplesAsync(location, "a"));
        Assert.InRange(time, before - 86400, before - 86400 + 120);
    }

    [Theory, MemberData(nameof(BothEngines))]
    public async Task A_packed_array_of_ten_thousand_is_one_request(Engine engine)
    {
        SharedServer shared = await SharedServers.GetAsync(engine);
        string location = SharedServer.NewLocation("many");
        string body = "[" + string.Join(',', Enumerable.Range(0, 10_000)
            .Select(i => $$"""{"location":"{{location}}","time":{{1_770_000_000 + i}},"a":{{i}}}""")) + "]";

        RawAnswer answer = await shared.BoardApi.PostAsync("/api/v1/reports", Gzip(body), "Content-Encoding: gzip");

        Assert.Equal("10000 0 0 0 0", Counts(answer));
        Assert.Equal(Enumerable.Range(0, 10_000).Select(i => (1_770_000_000m + i, (double)i)), await shared.ReaderApi.SamplesAsync(location, "a"));
    }

    [Fact]
    public async Task One_report_more_than_ten_thousand_is_refused_whole()
    {
        SharedServer shared = await SharedServers.GetAsync(Engine.Sqlite);
        string location = SharedServer.NewLocation("many");
        string body = "[" + string.Join(',', Enumerable.Repeat($$"""{"location":"{{location}}","a":1}""", 10_001)) + "]";

        RawAnswer answer = await shared.BoardApi.ReportAsync(body);

        Assert.Equal((413, "too_many_reports"), (answer.Status, answer.Code));
        Assert.Empty(await shared.ReaderApi.LatestAsync(location));
    }

    [Theory, MemberData(nameof(BothEngines))]
    public async Task A_report_in_another_unit_is_converted_and_an_unlike_one_rejected(Engine engine)
    {
        SharedServer shared = await SharedServers.GetAsync(engine);
        string location = SharedServer.NewLocation("unit");
        string Report(int second, string value, string unit) =>
            $$$"""{"location":"{{{location}}}","time":{{{1_770_000_000 + second}}},"values":{"temperature":{{{value}}}},"units":{"temperature":"{{{unit}}}"}}""";

        await shared.BoardApi.ReportAsync(Report(0, "21", "Cel"));
        await shared.BoardApi.ReportAsync(Report(1, "212", "degF"));
        await shared.BoardApi.ReportAsync(Report(2, "-40", "degF"));
        RawAnswer unlike = await shared.BoardApi.ReportAsync(Report(3, "1013", "hPa"));

        Assert.Equal((422, "unit_mismatch"), (unlike.Status, unlike.Code));
        Assert.Equal([21, 100, -40], await shared.ReaderApi.ValuesAsync(location, "temperature"));
        Assert.Equal(["temperature=-40 Cel"], await shared.ReaderApi.LatestAsync(location));
    }

    /// <summary>Body and the first rejection's code and status when nothing is taken.</summary>
    public static readonly TheoryData<string, int, string> NothingTaken = new()
    {
        { """{"location":"LOC","a":"x"}""", 400, "value_not_a_number" },
        { """{"location":"LOC","a":1e999}""", 400, "value_not_finite" },
        { """{"location":"LOC","a":null}""", 400, "no_values" },
        { """{"location":"LOC"}""", 400, "no_values" },
        { """{"location":"LOC","values":{}}""", 400, "no_values" },
        { """{"location":"LOC","time":"2026-11-22T21:45:60Z","a":1}""", 400, "time_invalid" },
        { """{"location":"LOC","time":"2026-11-22T21:45:13","a":1}""", 400, "time_invalid" },
        { """{"location":"LOC","time":"10000-01-01T00:00:00Z","a":1}""", 400, "time_invalid" },
        { """{"location":"LOC","time":253402300800,"a":1}""", 400, "time_invalid" },
        { """{"location":"LOC","time":"1774747800","a":1}""", 400, "time_invalid" },
        { """{"location":"LOC","time":1,"age":1,"a":1}""", 400, "time_invalid" },
        { """{"location":"LOC","age":-1,"a":1}""", 400, "age_invalid" },
        { """{"location":"LOC","age":2592001,"a":1}""", 400, "age_invalid" },
        { """{"location":"LOC","id":"ü","a":1}""", 400, "id_invalid" },
        { """{"location":7,"a":1}""", 400, "location_invalid" },
        { """{"location":"LOC","1st":1}""", 400, "metric_invalid" },
        { """{"location":"LOC","values":[1]}""", 400, "field_invalid" },
        { """{"location":"LOC","a":1,"a":2}""", 400, "key_duplicate" },
        { """[1,"x",null]""", 400, "report_not_an_object" },
    };

    [Theory, MemberData(nameof(NothingTaken))]
    public async Task Where_nothing_is_taken_the_first_rejection_gives_the_status(string body, int status, string code)
    {
        SharedServer shared = await SharedServers.GetAsync(Engine.Postgres);
        string location = SharedServer.NewLocation("none");

        RawAnswer answer = await shared.BoardApi.ReportAsync(body.Replace("LOC", location, StringComparison.Ordinal));

        Assert.True(answer.Status == status && answer.Code == code, $"expected {status} {code}:\n{answer}");
        Assert.Equal("application/problem+json", answer.Header("Content-Type"));
        Assert.Empty(await shared.ReaderApi.LatestAsync(location));
        BoardRules.AssertReadable(answer);
    }

    [Theory, MemberData(nameof(BothEngines))]
    public async Task The_answer_to_one_report_stays_small_whatever_is_wrong_with_it(Engine engine)
    {
        SharedServer shared = await SharedServers.GetAsync(engine);
        string location = SharedServer.NewLocation("small");
        string bad = string.Join(',', Enumerable.Range(0, 255).Select(i => $"\"{new string('ü', 20)}{i}{new string('\u1234', 18)}\":\"{new string('\\', 2)}\""));

        RawAnswer some = await shared.BoardApi.ReportAsync($$"""{"location":"{{location}}","good":1,{{bad}}}""");
        RawAnswer none = await shared.BoardApi.ReportAsync($$"""{"location":"{{location}}",{{bad}}}""");

        Assert.Equal("1 0 0 0 255", Counts(some));
        Assert.Equal(400, none.Status);
        BoardRules.AssertReadable(some);
        BoardRules.AssertReadable(none);
    }

    [Fact]
    public async Task At_most_a_hundred_rejections_are_listed_and_the_rest_counted()
    {
        SharedServer shared = await SharedServers.GetAsync(Engine.Sqlite);
        string location = SharedServer.NewLocation("list");
        string body = $$"""[{"location":"{{location}}","good":1},""" + string.Join(',', Enumerable.Repeat("7", 250)) + "]";

        RawAnswer answer = await shared.BoardApi.ReportAsync(body);

        JsonElement[] listed = [.. answer.Json.GetProperty("rejected").EnumerateArray()];
        Assert.Equal(100, listed.Length);
        Assert.Equal(150, answer.Json.GetProperty("rejected_more").GetInt32());
        Assert.Equal(Enumerable.Range(1, 100), listed.Select(rejection => rejection.GetProperty("index").GetInt32()));
        Assert.All(listed, rejection => Assert.Equal("report_not_an_object", rejection.GetProperty("code").GetString()));
    }

    /// <summary>stored duplicates conflicts clock_faults rejected</summary>
    private static string Counts(RawAnswer answer)
    {
        JsonElement json = answer.Status == 200 ? answer.Json : throw new InvalidOperationException(answer.ToString());
        int rejected = json.GetProperty("rejected").GetArrayLength() + json.GetProperty("rejected_more").GetInt32();
        return string.Join(' ', new[] { "stored", "duplicates", "conflicts", "clock_faults" }.Select(name => json.GetProperty(name).GetRawText()))
            + " " + rejected.ToString(CultureInfo.InvariantCulture);
    }

    private static byte[] Gzip(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(Encoding.UTF8.GetBytes(text));
        return packed.ToArray();
    }
}
