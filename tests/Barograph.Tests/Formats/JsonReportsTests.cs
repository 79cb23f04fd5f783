using System.Text;
using System.Text.Json;
using Barograph.Formats;
using Barograph.Model;
using CsCheck;

namespace Barograph.Tests.Formats;

public sealed class JsonReportsTests
{
    private static readonly Gen<string> Texts = Gen.String
        .Where(text => !text.Any(c => char.IsSurrogate(c) || c == '\0') && text.Length <= 40);

    private static readonly Gen<string> Names = Gen.String[Gen.Char.AlphaNumeric, 1, 20]
        .Where(name => name is not ("location" or "time" or "age" or "id" or "units" or "values"));

    private static readonly Gen<ReportValue> Values =
        Gen.Select(Names, Gen.Double.Where(double.IsFinite), Gen.OneOf(Gen.Const((string?)null), Gen.OneOf<string?>("Cel", "°C", "x y")),
            (name, value, unit) => new ReportValue(name, value, unit));

    private static readonly Gen<Report> Reports =
        from location in Gen.OneOf(Gen.Const((string?)null), Texts.Select(text => (string?)text))
        from time in Gen.Long[Instant.MinValue.Microseconds, Instant.MaxValue.Microseconds].Nullable()
        from age in Gen.Long[0, 2_592_000_000_000].Nullable()
        from id in Gen.OneOf(Gen.Const((string?)null), Gen.String[Gen.Char['!', '~'], 1, 64].Select(text => (string?)text))
        from values in Values.List[1, 40]
        select Make(location, time, age, id, values);

    [Fact]
    public void Reports_that_were_written_are_read_back_the_same() =>
        Gen.Select(Reports.List[1, 5], Gen.Bool, Gen.Bool).Sample((reports, nested, asNumber) =>
        {
            ReportSet set = JsonReports.Parse(Write(reports, nested, asNumber));
            Assert.Null(set.Failure);
            Assert.Empty(set.Rejections);
            Assert.Equal(reports.Select((r, i) => WithIndex(r, i)), set.Reports.Select(ReportLine.Of));
        }, iter: 300);

    [Fact]
    public void Ten_thousand_reports_are_taken_and_one_more_is_not()
    {
        Assert.Equal(10_000, JsonReports.Parse(Array(10_000)).Reports.Count);
        ReportSet set = JsonReports.Parse(Array(10_001));
        Assert.Equal(Errors.TooManyReports, set.Failure?.Error);
        Assert.Empty(set.Reports);

        static byte[] Array(int count) => Encoding.ASCII.GetBytes("[" + string.Join(',', Enumerable.Repeat("{\"a\":1}", count)) + "]");
    }

    [Theory]
    [InlineData("""{"temperature":"""), InlineData("""{"temperature":1},"""), InlineData("""[{"temperature":1},]""")]
    [InlineData("""{'temperature':1}""")]
    [InlineData("""{temperature:1}"""), InlineData("""{"temperature":01}"""), InlineData("""{"temperature":+1}""")]
    [InlineData("""{"temperature":.5}""")]
    [InlineData("""{"temperature":1}x"""), InlineData("""// hello"""), InlineData("""{"a":"b"""), InlineData("]")]
    [InlineData("\0"), InlineData("{\"a\":1}\0")]
    public void Broken_JSON_says_where_it_breaks(string body)
    {
        ReportSet set = JsonReports.Parse(Encoding.UTF8.GetBytes(body));
        Assert.Equal(Errors.BodyNotJson, set.Failure?.Error);
        Assert.Matches("line 1, byte [0-9]+", set.Failure!.Detail);
    }

    [Fact]
    public void Nesting_is_named_as_the_reason()
    {
        string objects = string.Concat(Enumerable.Repeat("{\"a\": ", 9));
        foreach (string tooDeep in (string[])[new('[', 65), new('[', 100_000), """[{"values":{"a":[[[[[ [1]]]]]]}}]""", objects])
            Assert.Contains("8 levels", JsonReports.Parse(Encoding.ASCII.GetBytes(tooDeep)).Failure!.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("8 levels", JsonReports.Parse("[[[[[[[[x"u8).Failure!.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_detail_quotes_at_most_40_characters_and_no_control_character()
    {
        string hostile = "\\u001b[31m\\u202e" + new string('x', 10_000);
        string body = $$"""[{"a":"{{hostile[..300]}}"},{"time":"{{hostile}}","a":1},{"{{hostile}}":1}]""";
        ReportSet set = JsonReports.Parse(Encoding.ASCII.GetBytes(body));
        Assert.Equal(3, set.Rejections.Count);
        Assert.All(set.Rejections, rejection =>
        {
            Assert.DoesNotContain(rejection.Detail, c => char.IsControl(c) || c == '\u202e');
            Assert.InRange(rejection.Detail.Count(c => c == 'x'), 0, 40);
            Assert.InRange(rejection.Metric?.Length ?? 0, 0, 64);
        });
    }

    [Fact]
    public void Names_that_come_again_are_the_same_strings()
    {
        byte[] body = """{"location":"desk","values":{"temperature":21.4,"humidity":40.1}}"""u8.ToArray();
        Report first = JsonReports.Parse(body).Reports[0], second = JsonReports.Parse(body).Reports[0];
        Assert.Same(first.Location, second.Location);
        Assert.All(first.Values.Zip(second.Values), pair => Assert.Same(pair.First.Metric, pair.Second.Metric));
    }

    [Fact]
    public void More_names_than_the_cache_holds_stay_right()
    {
        foreach (int round in (int[])[1, 2])
            for (int i = 0; i < 20_000; i += 100)
            {
                string[] names = [.. Enumerable.Range(i, 100).Select(n => $"m{n}_{round}")];
                string body = "{" + string.Join(',', names.Select(name => $"\"{name}\":1")) + "}";
                Assert.Equal(names, JsonReports.Parse(Encoding.ASCII.GetBytes(body)).Reports[0].Values.Select(value => value.Metric));
            }
    }

    private static Report Make(string? location, long? time, long? age, string? id, List<ReportValue> values)
    {
        var report = new Report
        {
            Location = location,
            Time = time is { } t ? new Instant(t) : null,
            Age = time is null && age is { } a ? TimeSpan.FromMicroseconds(a) : null,
            Id = id,
        };
        report.Values.AddRange(values.DistinctBy(value => value.Metric));
        return report;
    }

    private static string WithIndex(Report report, int index) => ReportLine.Of(
        index, report.Location, report.Time?.ToString(), report.Age?.TotalSeconds, report.Id, report.Values);

    private static byte[] Write(List<Report> reports, bool nested, bool timeAsNumber)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartArray();
            foreach (Report report in reports)
                Write(json, report, nested, timeAsNumber);
            json.WriteEndArray();
        }
        return stream.ToArray();
    }

    private static void Write(Utf8JsonWriter json, Report report, bool nested, bool timeAsNumber)
    {
        json.WriteStartObject();
        if (report.Location is not null)
            json.WriteString("location", report.Location);
        if (report.Time is { } time && timeAsNumber)
            json.WriteNumber("time", time.Microseconds / 1_000_000m);
        else if (report.Time is not null)
            json.WriteString("time", report.Time.ToString());
        if (report.Age is { } age)
            json.WriteNumber("age", age.Ticks / 10_000_000m);
        if (nested)
            json.WriteStartObject("values");
        foreach (ReportValue value in report.Values)
            json.WriteNumber(value.Metric, value.Value);
        if (nested)
            json.WriteEndObject();
        json.WriteStartObject("units");
        foreach (ReportValue value in report.Values.Where(value => value.Unit is not null).Reverse())
            json.WriteString(value.Metric, value.Unit);
        json.WriteEndObject();
        if (report.Id is not null)
            json.WriteString("id", report.Id);
        json.WriteEndObject();
    }
}
