using System.Globalization;
using System.Text.Json;
using Barograph.Formats;
using Barograph.Model;

namespace Barograph.Tests.Formats;

/// <summary>spec/payloads of the foreign dialects, in memory. What is sent over the wire is in the system tests.</summary>
public sealed class DialectGoldenTests
{
    /// <summary>Which parser a request of a folder meets, by the path of the request: the routes of the server in short.</summary>
    private static readonly Dictionary<string, Func<string, DialectParser>> Parsers = new()
    {
        ["tts"] = _ => TheThingsUplink.Parse,
        ["chirpstack"] = _ => ChirpStackEvent.Parse,
        ["ruuvi"] = _ => RuuviGateway.Parse,
        ["senml"] = _ => SenMlPack.Parse,
        ["influx"] = path => path switch
        {
            "/write" => InfluxWrite.ParseV1,
            "/api/v2/write" => InfluxWrite.ParseV2,
            _ => InfluxWrite.ParseV3,
        },
        ["adafruit"] = _ => AdafruitData.Parse,
        ["airrohr"] = _ => AirrohrReport.Parse,
        ["ambient"] = _ => FineOffsetReport.Parse,
        ["ecowitt"] = _ => FineOffsetReport.Parse,
        ["emoncms"] = path => path.Contains("/bulk", StringComparison.Ordinal) ? EmoncmsBulk.Parse : EmoncmsPost.Parse,
        ["thingsboard"] = _ => ThingsBoardTelemetry.Parse,
        ["thingspeak"] = path => path.EndsWith(".csv", StringComparison.Ordinal) ? ThingSpeakBulk.ParseCsv
            : path.StartsWith("/channels/", StringComparison.Ordinal) ? ThingSpeakBulk.ParseJson : ThingSpeakUpdate.Parse,
        ["wunderground"] = _ => WundergroundReport.Parse,
    };

    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (string folder in Parsers.Keys)
                foreach (string name in Golden.Names(folder, ".http"))
                    cases.Add(folder, name);
            return cases;
        }
    }

    [Fact]
    public void Every_folder_of_requests_has_its_parser() =>
        Assert.Equal(Golden.Folders(".http").Except(["seed"]).Order(StringComparer.Ordinal), Parsers.Keys.Order(StringComparer.Ordinal));

    [Theory, MemberData(nameof(Cases))]
    public void A_request_means_what_its_expectation_says(string folder, string name)
    {
        JsonElement expected = Golden.Expectation(folder, name);
        ReportSet set = Parse(folder, Golden.Bytes(folder, name, ".http"), expected);
        DialectExpectation.AssertMeans(expected, set);
    }

    [Theory, MemberData(nameof(Cases))]
    public void A_request_that_is_cut_anywhere_is_still_answered(string folder, string name)
    {
        byte[] raw = Golden.Bytes(folder, name, ".http");
        (string path, byte[] query, byte[] body) = Golden.Target(raw);
        DialectParser parse = Parsers[folder](path);
        for (int length = 0; length <= body.Length; length++)
            Assert.NotNull(parse(new DialectRequest { Path = Bytes(path), Query = query, Body = body.AsSpan(0, length) }));
        for (int length = 0; length <= query.Length; length++)
            Assert.NotNull(parse(new DialectRequest { Path = Bytes(path), Query = query.AsSpan(0, length), Body = body }));
    }

    private static ReportSet Parse(string folder, byte[] raw, JsonElement expected)
    {
        (string path, byte[] query, byte[] body) = Golden.Target(raw);
        string[]? tags = expected.TryGetProperty("location_tags", out JsonElement sent) ? sent.GetString()!.Split(',') : null;
        return Parsers[folder](path)(new DialectRequest { Path = Bytes(path), Query = query, Body = body, LocationTags = tags, Hint = Golden.Header(raw, "X-PIN") });
    }

    private static byte[] Bytes(string path) => System.Text.Encoding.UTF8.GetBytes(path);
}
