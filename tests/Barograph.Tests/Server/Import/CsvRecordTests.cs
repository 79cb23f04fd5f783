using System.Text;
using Barograph.Server.Commands.Import;
using CsCheck;

namespace Barograph.Tests.Server.Import;

public sealed class CsvRecordTests
{
    private readonly CsvRecord _record = new();

    [Theory]
    [InlineData("a,b\r\nc", "a|b", 5)]
    [InlineData("a,b\nc", "a|b", 4)]
    [InlineData("a,b", "a|b", 3)]
    [InlineData("a,b\r", "a|b", 4)]
    [InlineData("\r\nc", "", 2)]
    [InlineData("\n", "", 1)]
    [InlineData(",\n", "|", 2)]
    [InlineData("a,,b,\n", "a||b|", 6)]
    [InlineData("\"a,b\",c\r\nd", "a,b|c", 9)]
    [InlineData("\"a\r\nb\",c\n", "a\r\nb|c", 9)]
    [InlineData("\"a\"\"b\"\n", "a\"b", 7)]
    [InlineData("\"\"\"\"\n", "\"", 5)]
    [InlineData("\"\",\"\"", "|", 5)]
    [InlineData("5\" pipe,b\n", "5\" pipe|b", 10)]
    [InlineData("a\rb,c\n", "a\rb|c", 6)]
    [InlineData("\"a\"\r\n", "a", 5)]
    public void A_record_becomes_its_cells(string text, string cells, int length)
    {
        Assert.Equal(CsvScan.Record, Read(text, isEnd: true));
        Assert.Equal((cells, length), (Cells(), _record.Length));
    }

    [Theory]
    [InlineData("\"a")]
    [InlineData("\"a\"b,c\n")]
    [InlineData("\"a\" ,c\n")]
    [InlineData("x,\"a\n")]
    [InlineData("\"a\"\"\n")]
    public void A_quote_that_does_not_close_or_has_something_after_it_breaks_the_record(string text) =>
        Assert.Equal(CsvScan.Broken, Read(text, isEnd: true));

    [Fact]
    public void Wherever_the_bytes_are_cut_it_waits_for_the_rest()
    {
        const string Text = "a,\"b \"\"quoted\"\", b\",\"c\r\nc\",d\r\n";
        for (int length = 0; length < Text.Length; length++)
            Assert.True(CsvScan.NeedsMore == Read(Text[..length], isEnd: false), $"cut after {length}");
        Assert.Equal(CsvScan.Record, Read(Text + "e", isEnd: false));
        Assert.Equal("a|b \"quoted\", b|c\r\nc|d", Cells());
    }

    [Fact]
    public void Whatever_is_written_by_the_rules_is_read_back()
    {
        Gen<string> cell = Gen.OneOf(Gen.String[Gen.Char["a,\"\r\n;ä"], 0, 6], Gen.String);
        Gen.Select(cell.Array[1, 5], Gen.Bool).Sample((cells, crLf) =>
        {
            string[] clean = [.. cells.Select(one => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(one)))];
            string text = string.Join(',', clean.Select(one => $"\"{one.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")) + (crLf ? "\r\n" : "\n");
            Assert.Equal(CsvScan.Record, Read(text + "next", isEnd: false));
            Assert.Equal(clean, Enumerable.Range(0, _record.Count).Select(i => Encoding.UTF8.GetString(_record.Cell(i))));
            Assert.Equal(Encoding.UTF8.GetByteCount(text), _record.Length);
        }, threads: 1);
    }

    private CsvScan Read(string text, bool isEnd) => _record.Read(Encoding.UTF8.GetBytes(text), isEnd);

    private string Cells() => string.Join('|', Enumerable.Range(0, _record.Count).Select(i => Encoding.UTF8.GetString(_record.Cell(i))));
}
