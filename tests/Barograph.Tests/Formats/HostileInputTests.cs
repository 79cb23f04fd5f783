using System.Text;
using Barograph.Formats;
using Barograph.Model;
using CsCheck;

namespace Barograph.Tests.Formats;

/// <summary>No input throws, and what is answered keeps the shape that Ingest relies on.</summary>
public sealed class HostileInputTests
{
    // Bytes that mean something to one of the parsers, so that random input gets past the first character.
    private static readonly Gen<byte> Telling = Gen.OneOf(
        "{}[]\":,\\u0123456789dDeE+-.tTZz&=%? \n\0\u00c3"u8.ToArray());

    // With ' for ".
    private static readonly string[] Pieces =
    [
        "{", "}", "[", "]", ",", ":", "'", " ", "{}", "[]", "{'a':1}", "'values':", "'units':", "'location':", "'time':", "'age':", "'id':", "'a':",
        "'a':1", "'temperature':", "1", "-1.5e3", "1e999", "true", "null", "'nan'", "'\\ud800'", "'\\u0000'", "'2026-11-22T21:45:13Z'", "'x'",
        "temperature=", "location=", "&", "%C3", "%", "+",
    ];

    public static TheoryData<string> Bodies =>
    [
        "\0", "\"", "{", "[", "{\"", "\\", "\"\\ud800\"", """{"\ud800":1}""", """{"a":"\udc00\ud800"}""", """{"a":"\u0000"}""",
        """{"\u0000":1}""", """{"a":1e999}""", """{"a":-1e999}""", """{"time":1e999}""",
        $$"""{"a":{{Many("9")}}}""", $$"""{"time":{{Many("9")}}}""", $$"""{"time":0.{{Many("9")}},"a":1}""",
        $$"""{"time":1e{{Many("9")}}}""", $$"""{"age":0.{{Many("1")}}}""", $"temperature={Many("1")}",
        new string('[', 65), Many("["), string.Concat(Enumerable.Repeat("""{"a":""", 65)), Many("""{"values":"""),
        $$"""{"location":"{{Many("x")[..10_240]}}","a":1}""", $$"""{"location":"{{Many("\\u0041")}}","a":1}""",
        $"location={Many("x")[..10_240]}&temperature=1", $$"""{"{{Many("m")}}":1}""", $$"""{"id":"{{Many("i")}}","a":1}""",
        $$$"""{"units":{"a":"{{{Many("u")}}}"},"a":1}""", """{"time":"10000-01-01T00:00:00Z","a":1}""",
        """{"time":"2016-12-31T23:59:60Z","a":1}""", """{"time":"2026-11-22T21:45:13","a":1}""",
        "temperature=%", "temperature=%C3", "%=%&%=%", "&&&&", "====", "location=desk'); DROP TABLE esp32data;--&temperature=1",
        """{"location":"desk'); DROP TABLE esp32data;--","temperature":1}""",
    ];

    [Theory, MemberData(nameof(Bodies))]
    public void A_hostile_body_is_answered(string body) => ParseAll(Encoding.UTF8.GetBytes(body));

    [Fact]
    public void Invalid_UTF_8_is_answered_wherever_it_stands()
    {
        byte[][] broken = [[0xFF], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xC3], [0xE2, 0x82], [0x80]];
        foreach (byte[] bytes in broken)
            foreach (string template in (string[])["{\"location\":\"?\",\"a\":1}", "{\"?\":1}", "{\"a\":\"?\"}", "{\"id\":\"?\",\"a\":1}",
                "{\"time\":\"?\",\"a\":1}", "{\"units\":{\"?\":\"?\"},\"a\":1}", "{?\"a\":1}", "location=?&temperature=?", "?"])
                ParseAll([.. template.SelectMany(c => c == '?' ? bytes : [(byte)c])]);
    }

    [Fact]
    public void Random_bytes_never_throw() => Gen.OneOf(Gen.Byte.Array[0, 200], Telling.Array[0, 200]).Sample(ParseAll, iter: 5_000);

    [Fact]
    public void Random_pieces_of_JSON_and_forms_never_throw() =>
        Gen.OneOf(Pieces).Array[0, 40].Sample(pieces =>
            ParseAll(Encoding.UTF8.GetBytes(string.Concat(pieces).Replace('\'', '"'))), iter: 5_000);

    [Fact]
    public void Golden_bodies_cut_at_any_byte_never_throw()
    {
        foreach (string name in Golden.Names("reports", ".body"))
            Cut(Golden.Bytes("reports", name, ".body"));
        foreach (string name in Golden.Names("seed", ".http"))
            Cut(Golden.Request(Golden.Bytes("seed", name, ".http")).Body);

        static void Cut(byte[] body)
        {
            for (int length = 0; length <= body.Length; length++)
                ParseAll(body[..length]);
        }
    }

    [Fact]
    public void Golden_bodies_with_one_wrong_byte_never_throw()
    {
        byte[][] bodies = [.. Golden.Names("reports", ".body").Select(name => Golden.Bytes("reports", name, ".body"))];
        Gen.Select(Gen.OneOf(bodies), Gen.Int[0, int.MaxValue], Gen.Byte).Sample((body, position, wrong) =>
        {
            byte[] changed = [.. body];
            changed[position % changed.Length] = wrong;
            ParseAll(changed);
        }, iter: 5_000);
    }

    [Fact]
    public void A_body_of_a_megabyte_of_mistakes_is_answered()
    {
        string reports = string.Join(',', Enumerable.Repeat("""{"values":{},"a":[],"b":[]}""", 10_000));
        ReportSet set = JsonReports.Parse(Encoding.ASCII.GetBytes($"[{reports}]"));
        Assert.Equal(20_000, set.Rejections.Count);
    }

    private static string Many(string piece) => string.Concat(Enumerable.Repeat(piece, 100_000));

    private static void ParseAll(byte[] input)
    {
        CheckSet(JsonReports.Parse(input));
        CheckSeed(SeedRequest.Parse([], input));
        CheckSeed(SeedRequest.Parse(input, "temperature=1"u8));
        FormText.DecodeText(input, out _);
        bool isNumber = NumberText.Parse(input, out double number) == NumberKind.Number;
        Assert.True(double.IsFinite(number) && (isNumber || number == 0));

        string text = Encoding.UTF8.GetString(input);
        Assert.Equal(isNumber, NumberText.Parse(text, out _) == NumberKind.Number);
        Assert.Equal(Instant.TryParse(input, out Instant time), Instant.TryParse(text, out _));
        Assert.True(Instant.TryFromUnixSeconds(input, out Instant seconds) || seconds == default);
        Assert.All((Instant[])[time, seconds], t => Assert.True(t >= Instant.MinValue && t <= Instant.MaxValue));
        Assert.True(!Units.TryFind(text, out _) || Units.IsAcceptable(text.Trim()));
    }

    private static void CheckSet(ReportSet set)
    {
        if (set.Failure is not null)
            Assert.True(set.Reports.Count == 0 && set.Rejections.Count == 0);
        foreach (Report report in set.Reports)
        {
            Assert.True(report.Values.Count is > 0 and <= 256);
            Assert.False(report is { Time: not null, Age: not null });
            Assert.True(report.Age is not { } age || age >= TimeSpan.Zero && age <= TimeSpan.FromDays(30));
            Assert.DoesNotContain(set.Rejections, r => r.Index == report.Index && r.Metric is null);
            foreach (ReportValue value in report.Values)
                Assert.True(double.IsFinite(value.Value) && value.Metric.Length <= 64);
        }
        foreach (Rejection rejection in set.Rejections)
            Assert.True(rejection.Detail.Length is > 10 and < 400 && (rejection.Metric?.Length ?? 0) <= 250, rejection.Detail);
    }

    private static void CheckSeed(ReportSet set)
    {
        Assert.Empty(set.Rejections);
        if (set.Failure is null)
        {
            Assert.All(Assert.Single(set.Reports).Values, value => Assert.True(double.IsFinite(value.Value)));
            return;
        }
        Assert.Empty(set.Reports);
        Assert.Equal(400, set.Failure.Error.Status);
        byte[] answer = SeedAnswers.Error(set.Failure);
        Assert.True(answer.Length < 1000 && answer.AsSpan().EndsWith("}\n"u8) && Ascii.IsValid(answer));
    }
}
