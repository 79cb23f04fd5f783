using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Barograph.Formats;
using Barograph.Model;
using Barograph.Server.Export;

namespace Barograph.Tests.Server.Export;

public sealed class ExportFormatTests
{
    private static readonly SeriesInfo Plain = new(new SeriesId(1), new SeriesKey("desk", "temperature"), "Cel");

    public static readonly TheoryData<double, string> Numbers = new()
    {
        { 21.4, "21.4" },
        { 0.0, "0" },
        // SQLite does not keep the sign of a zero.
        { -0.0, "0" },
        { -1, "-1" },
        { 0.1 + 0.2, "0.30000000000000004" },
        { 1.0 / 3, "0.3333333333333333" },
        { 1e15, "1000000000000000" },
        { 1e300, "1E+300" },
        { 123456789012345, "123456789012345" },
        { double.MaxValue, "1.7976931348623157E+308" },
        { double.MinValue, "-1.7976931348623157E+308" },
        { double.Epsilon, "5E-324" },
        { -double.Epsilon, "-5E-324" },
        { -2.2250738585072014E-308, "-2.2250738585072014E-308" },
        { 9007199254740993, "9007199254740992" },
    };

    [Theory]
    [MemberData(nameof(Numbers))]
    public void A_number_is_the_shortest_that_reads_back(double value, string text)
    {
        Assert.Equal($"1970-01-01T00:00:00Z,desk,temperature,Cel,{text}\r\n", Line(ExportFormat.Csv, Plain, 0, value));
        Assert.Equal(value, double.Parse(text, CultureInfo.InvariantCulture));
        Assert.Equal(NumberKind.Number, NumberText.Parse(text, out double read));
        Assert.Equal(value, read);
    }

    [Fact]
    public void Every_bit_of_a_number_comes_back()
    {
        var random = new Random(20261123);
        for (int i = 0; i < 100_000; i++)
        {
            double value = BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue));
            if (!double.IsFinite(value))
                continue;
            string cell = Line(ExportFormat.Csv, Plain, 0, value).TrimEnd().Split(',')[4];
            Assert.Equal(value, double.Parse(cell, CultureInfo.InvariantCulture));
        }
    }

    [Theory]
    [InlineData(1_763_848_513_000_000, "2025-11-22T21:55:13Z")]
    [InlineData(1_763_848_513_120_000, "2025-11-22T21:55:13.120Z")]
    [InlineData(1_763_848_513_000_001, "2025-11-22T21:55:13.000001Z")]
    [InlineData(-1, "1969-12-31T23:59:59.999999Z")]
    [InlineData(-62_135_596_800_000_000, "0001-01-01T00:00:00Z")]
    [InlineData(253_402_300_799_999_999, "9999-12-31T23:59:59.999999Z")]
    public void A_time_is_exact_and_no_longer_than_it_must_be(long microseconds, string text)
    {
        Assert.Equal(text + ",desk,temperature,Cel,1\r\n", Line(ExportFormat.Csv, Plain, microseconds, 1));
        Assert.Contains($"\"time\":\"{text}\"", Line(ExportFormat.Ndjson, Plain, microseconds, 1), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a,\"b\"", null, "1970-01-01T00:00:00Z,\"a,\"\"b\"\"\",m,,-1\r\n")]
    [InlineData("-küche", "%RH", "1970-01-01T00:00:00Z,'-küche,m,%RH,-1\r\n")]
    [InlineData("@x", "=Cel", "1970-01-01T00:00:00Z,'@x,m,'=Cel,-1\r\n")]
    [InlineData("two\nlines", "Cel", "1970-01-01T00:00:00Z,\"two\nlines\",m,Cel,-1\r\n")]
    public void Texts_are_safe_in_a_table_and_numbers_stay_numbers(string location, string? unit, string line) =>
        Assert.Equal(line, Line(ExportFormat.Csv, new SeriesInfo(new SeriesId(1), new SeriesKey(location, "m"), unit), 0, -1));

    [Theory]
    [InlineData("desk", "Cel", """{"location":"desk","time":"1970-01-01T00:00:00Z","values":{"m":-1.5},"units":{"m":"Cel"}}""")]
    [InlineData("desk", null, """{"location":"desk","time":"1970-01-01T00:00:00Z","values":{"m":-1.5}}""")]
    [InlineData("küche \"=1\"\\", null, """{"location":"küche \"=1\"\\","time":"1970-01-01T00:00:00Z","values":{"m":-1.5}}""")]
    [InlineData("a\nb", null, """{"location":"a\nb","time":"1970-01-01T00:00:00Z","values":{"m":-1.5}}""")]
    public void A_line_of_JSON_is_as_it_should_be(string location, string? unit, string line) =>
        Assert.Equal(line + "\n", Line(ExportFormat.Ndjson, new SeriesInfo(new SeriesId(1), new SeriesKey(location, "m"), unit), 0, -1.5));

    [Theory]
    [InlineData("desk", "temperature", "Cel", 0, 21.4)]
    [InlineData("küche \"=1\"\\🌡", "m", null, 1_763_848_513_000_001, double.MaxValue)]
    [InlineData("-x;'y", "m_2", "µg \"x\"", -1, -5E-324)]
    [InlineData("</script>&<>", "m", "/", 253_402_300_799_999_999, 1e15)]
    public void A_line_of_JSON_is_a_report_that_says_the_same(string location, string metric, string? unit, long time, double value)
    {
        string line = Line(ExportFormat.Ndjson, new SeriesInfo(new SeriesId(1), new SeriesKey(location, metric), unit), time, value);

        ReportSet set = JsonReports.Parse(Encoding.UTF8.GetBytes(line));

        Assert.Empty(set.Rejections);
        Report report = Assert.Single(set.Reports);
        ReportValue read = Assert.Single(report.Values);
        Assert.Equal((location, new Instant(time)), (report.Location, report.Time));
        Assert.Equal((metric, value, unit), (read.Metric, read.Value, read.Unit));
        Assert.Equal(line.Length - 1, line.IndexOf('\n', StringComparison.Ordinal));
        Assert.Equal(JsonValueKind.Object, JsonElement.Parse(line).ValueKind);
    }

    [Fact]
    public void Numbers_do_not_depend_on_the_culture()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        var other = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        (other.NumberFormat.NumberDecimalSeparator, other.NumberFormat.NegativeSign) = (",", "~");
        CultureInfo.CurrentCulture = other;
        try
        {
            Assert.EndsWith(",-1.5\r\n", Line(ExportFormat.Csv, Plain, 0, -1.5), StringComparison.Ordinal);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static string Line(ExportFormat format, SeriesInfo series, long microseconds, double value)
    {
        var output = new ArrayBufferWriter<byte>();
        int length = format.Frame(series).Write(output, new TimedValue(new Instant(microseconds), value));
        Assert.Equal(output.WrittenCount, length);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
