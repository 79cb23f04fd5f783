using System.Text;
using System.Text.Json;
using Barograph.Formats;
using Barograph.Model;
using CsCheck;

namespace Barograph.Tests.Formats;

/// <summary>spec/payloads/mqtt in memory, and what no message may do.</summary>
public sealed class MqttGoldenTests
{
    private static readonly string[] Topics =
    [
        "barograph/desk/temperature", "barograph/desk", "barograph", "tele/a/SENSOR", "a/tele/STATE", "stat/a/STATUS8", "tele/a/LWT", "a/sensor/b/state", "a/status", "zigbee2mqtt/a",
        "zigbee2mqtt/a/availability", "v1/devices/me/telemetry", "v1/gateway/telemetry", "shellies/a/relay/0/energy", "shellies/a/temperature", "a/events/rpc", "a/status/switch:0", "a/online",
        "channels/1/publish", "channels/1/publish/fields/field1", "u/feeds/a.b", "u/f/a/json", "u/f/a/csv",
    ];

    private static readonly string[] Pieces =
    [
        "{", "}", "[", "]", ",", ":", "'", "1", "-1.5e3", "1e999", "true", "null", "'nan'", "'\\ud800'", "'ts':", "'values':", "'method':'NotifyStatus'", "'params':{", "'switch:0':{", "'ENERGY':{",
        "'ZbReceived':{", "'StatusSNS':{", "'Temperature':", "'last_seen':", "'value':", "'a':{'b':2}", "'a':[1,2]", "'':1", "field1=", "&", "\u00e9", "\0", " ",
    ];

    public static TheoryData<string> Cases => [.. Golden.Names("mqtt", ".mqtt")];

    [Theory, MemberData(nameof(Cases))]
    public void A_message_means_what_its_expectation_says(string name)
    {
        JsonElement expected = Golden.Expectation("mqtt", name);
        (string topic, byte[] payload) = Message(name);
        ReportSet? set = MqttMessages.Parse(topic, payload);
        if (expected.TryGetProperty("unknown", out JsonElement unknown) && unknown.GetBoolean())
            Assert.Null(set);
        else
            DialectExpectation.AssertMeans(expected, set!);
    }

    [Theory, MemberData(nameof(Cases))]
    public void A_payload_that_is_cut_anywhere_is_still_read(string name)
    {
        (string topic, byte[] payload) = Message(name);
        for (int length = 0; length <= payload.Length; length++)
            Check(MqttMessages.Parse(topic, payload.AsSpan(0, length)));
    }

    [Fact]
    public void Nothing_that_is_sent_throws()
    {
        Gen<string> topics = Gen.OneOf(Gen.OneOf(Topics), Gen.String[0, 40]);
        Gen.Select(topics, Gen.OneOf(Pieces).Array[0, 30]).Sample((topic, pieces) =>
            Check(MqttMessages.Parse(topic, Encoding.UTF8.GetBytes(string.Concat(pieces).Replace('\'', '"')))), iter: 20_000);
        Gen.Select(topics, Gen.Byte.Array[0, 100]).Sample((topic, payload) => Check(MqttMessages.Parse(topic, payload)), iter: 5_000);
    }

    [Fact]
    public void A_message_of_a_megabyte_is_bounded()
    {
        string members = string.Join(',', Enumerable.Range(0, 40_000).Select(i => $"\"m{i}\":{i}"));
        ReportSet set = MqttMessages.Parse("tele/a/SENSOR", Encoding.ASCII.GetBytes($"{{\"X\":{{{members}}}}}"))!;

        Assert.Equal(JsonReports.MaxValues, set.Reports.Single().Values.Count);
        Assert.Equal(Errors.TooManyValues, Assert.Single(set.Rejections).Error);
        Assert.Null(MqttMessages.Parse(string.Concat(Enumerable.Repeat("a/", 5_000)) + "state", "1"u8));
    }

    [Fact]
    public void Sources_never_hold_what_a_topic_may_not()
    {
        Gen.String[1, 60].Sample(name =>
        {
            if (MqttMessages.Parse($"tele/{name}/LWT", "Online"u8) is { Reports: [{ Source: { } source }] })
                Assert.True(LocationKey.TryNormalize(source, out _, out string? problem), problem);
        }, iter: 5_000);
    }

    private static (string Topic, byte[] Payload) Message(string name)
    {
        byte[] raw = Golden.Bytes("mqtt", name, ".mqtt");
        int end = raw.AsSpan().IndexOf((byte)'\n');
        return (Encoding.UTF8.GetString(raw, 0, end), raw[(end + 1)..]);
    }

    private static void Check(ReportSet? set)
    {
        if (set is null)
            return;
        Assert.True(set.Failure is null || set.Reports.Count == 0);
        Assert.All(set.Reports, report =>
        {
            Assert.InRange(report.Values.Count, 1, 256);
            Assert.False(report is { Location: not null, Source: not null });
            Assert.False(report is { Time: not null, Age: not null });
            Assert.All(report.Values, value => Assert.True(double.IsFinite(value.Value)));
        });
    }
}
