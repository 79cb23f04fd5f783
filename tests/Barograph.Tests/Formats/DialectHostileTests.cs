using System.Text;
using Barograph.Formats;
using Barograph.Model;
using CsCheck;

namespace Barograph.Tests.Formats;

/// <summary>The parsers of stations and platforms: no input throws, and what is answered keeps the shape that Ingest relies on.</summary>
public sealed class DialectHostileTests
{
    private static readonly (string Path, DialectParser Parse)[] Parsers =
    [
        ("/data/stationtype=AMBWeatherV4&tempf=1", FineOffsetReport.Parse), ("/data/report/", FineOffsetReport.Parse), ("/weatherstation/updateweatherstation", WundergroundReport.Parse),
        ("/api/v1/x/telemetry", ThingsBoardTelemetry.Parse), ("/channels/9/bulk_update.json", ThingSpeakBulk.ParseJson), ("/channels/9/bulk_update.csv", ThingSpeakBulk.ParseCsv),
        ("/api/v2/u/feeds/a.b/data", AdafruitData.Parse), ("/api/v2/u/feeds/a/data/batch", AdafruitData.Parse), ("/api/v2/u/groups/g/data", AdafruitData.Parse),
        ("/input/post/10", EmoncmsPost.Parse), ("/input/bulk.json", EmoncmsBulk.Parse), ("/data.php", AirrohrReport.Parse),
    ];

    private static readonly string[] Pieces =
    [
        "{", "}", "[", "]", ",", ":", "'", " ", "&", "=", "%", "+", "|", "\r\n", "--x", "tempf=", "temp99f=1", "dateutc=", "2016-1-4 21:2:35", "now", "-9999", "nan", "1e999", "stationtype=AMB", "PASSKEY=",
        "'ts':", "'values':{", "'updates':[", "'created_at':'x'", "'delta_t':1e300", "'field1':'1'", "time_format=relative", "updates=", "'value':", "'data':[", "'feeds':[", "'key':'k'",
        "json=", "fulljson=", "csv=1,2", "data=[[", "[0,16,1]", "sentat=", "offset=", "time=", "node=", "'sensordatavalues':[", "'value_type':'SDS_P1'", "'value':'1'", "'esp8266id':1", "'a':{'b':1}", "1", "'\\ud800'",
    ];

    public static TheoryData<string> Bodies =>
    [
        "\0", "\"", "{", "[", "[[]]", "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", """{"ts":1e308,"values":{"a":1}}""", """{"ts":-1,"values":{"a":1}}""", """{"a":[{"values":{"b":[{"values":{}}]}}]}""", """{"\ud800":1}""",
        """{"updates":[{"delta_t":1e308,"field1":1},{"delta_t":1e308,"field1":1}]}""", "updates=" + new string('|', 5000) + "1,2", "data=[[1e308,1,1],[-1e308,1,1]]", "data=[[1,1,1]]&sentat=1e308", "data=[[1,1,1]]&time=1e308",
        "fulljson={\"time\":1e308,\"a\":1}", "json=" + new string(':', 2000), "--\r\n\r\n", "--x\r\nname=\"value\"", "--x\r\nContent-Disposition: form-data; name=\"value", "tempf=%ff%fe", "dateutc=99999999999&tempf=1", "=1&=&%=1",
    ];

    [Theory, MemberData(nameof(Bodies))]
    public void A_hostile_body_is_answered(string body) => ParseAll(Encoding.UTF8.GetBytes(body));

    [Fact]
    public void Random_bytes_never_throw() => Gen.Byte.Array[0, 120].Sample(ParseAll, iter: 1_000);

    [Fact]
    public void Random_pieces_never_throw() =>
        Gen.OneOf(Pieces.Select(Gen.Const).ToArray()).Array[0, 30].Sample(pieces => ParseAll(Encoding.UTF8.GetBytes(string.Concat(pieces).Replace('\'', '"'))), iter: 3_000);

    [Fact]
    public void A_report_has_no_more_values_than_ours_may() =>
        Assert.All(
            (DialectParser[])[FineOffsetReport.Parse, WundergroundReport.Parse],
            parse => Assert.Equal(
                (JsonReports.MaxValues, 1000 - JsonReports.MaxValues),
                (parse(new DialectRequest { Body = Encoding.ASCII.GetBytes(Many()) }) is var set ? set.Reports[0].Values.Count : 0, set.Ignored)));

    [Fact]
    public void ThingsBoard_takes_nothing_of_what_is_too_much_in_any_of_its_forms()
    {
        string[] items = [.. Enumerable.Range(0, JsonReports.MaxReports + 1).Select(_ => """{"a":1}""")];
        byte[] list = Encoding.UTF8.GetBytes($"[{string.Join(',', items)}]");
        byte[] devices = Encoding.UTF8.GetBytes($$"""{{{string.Join(',', items.Select((item, i) => $"\"d{i}\":{item}"))}}}""");
        foreach (ReportSet set in (ReportSet[])[ThingsBoardTelemetry.Parse(new DialectRequest { Body = list }), ThingsBoardTelemetry.Parse(list, isGateway: false), ThingsBoardTelemetry.Parse(devices, isGateway: true)])
        {
            Assert.Equal(Errors.TooManyReports, set.Failure?.Error);
            Assert.Empty(set.Reports);
        }
    }

    [Fact]
    public void A_name_that_is_no_text_loses_no_neighbour()
    {
        ReportSet set = ThingsBoardTelemetry.Parse(new DialectRequest { Body = """{"\ud800":1,"ts":1451649600000,"values":{"\udc00":2,"a":3}}"""u8 });
        Assert.Equal("2016-01-01T12:00:00Z a", $"{set.Reports[0].Time} {set.Reports[0].Values.Single().Metric}");
    }

    [Theory]
    [InlineData("2022-01-04 15:08:22", "2022-01-04T15:08:22Z")]
    [InlineData("2016-1-4 21:2:35", "2016-01-04T21:02:35Z")]
    [InlineData("2024-02-08 10: 36: 28", "2024-02-08T10:36:28Z")]
    [InlineData("now", null)]
    [InlineData("2024-02-30 10:36:28", null)]
    public void A_stations_time_is_read(string sent, string? time)
    {
        ReportSet set = FineOffsetReport.Parse(new DialectRequest { Body = Encoding.ASCII.GetBytes("tempf=1&dateutc=" + sent) });
        Assert.Equal(time, set.Reports[0].Time?.ToString());
    }

    [Theory]
    [InlineData("rain_day", MetricKind.Counter)]
    [InlineData("rain_piezo_year", MetricKind.Counter)]
    [InlineData("lightning_total", MetricKind.Counter)]
    [InlineData("rain_rate", MetricKind.Gauge)]
    [InlineData("rain_piezo_rate", MetricKind.Gauge)]
    [InlineData("rain_24h", MetricKind.Gauge)]
    [InlineData("precipitation", MetricKind.Gauge)]
    public void Totals_are_counters_and_rates_are_not(string metric, MetricKind kind) => Assert.Equal(kind, MetricKinds.Of(metric));

    private static string Many() => string.Join('&', Enumerable.Range(0, 1000).Select(i => $"x{i}y=1"));

    private static void ParseAll(byte[] input)
    {
        foreach ((string path, DialectParser parse) in Parsers)
        {
            byte[] address = Encoding.ASCII.GetBytes(path);
            Check(parse(new DialectRequest { Path = address, Body = input, Hint = "11" }));
            Check(parse(new DialectRequest { Path = address, Query = input }));
            Check(parse(new DialectRequest { Path = input, Query = input, Body = input }));
        }
    }

    private static void Check(ReportSet set)
    {
        Assert.True(set.Failure is null || set.Reports.Count == 0);
        foreach (Report report in set.Reports)
        {
            Assert.True(report.Values.Count is > 0 and <= JsonReports.MaxValues);
            Assert.False(report is { Time: not null, Age: not null });
            Assert.True(report.Age is not { } age || age >= TimeSpan.Zero && age <= TimeSpan.FromDays(30));
            Assert.All(report.Values, value => Assert.True(double.IsFinite(value.Value) && MetricName.TryNormalize(value.Metric, out _)));
        }
    }
}
