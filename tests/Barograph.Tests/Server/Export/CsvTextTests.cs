using System.Text;
using Barograph.Server.Export;

namespace Barograph.Tests.Server.Export;

public sealed class CsvTextTests
{
    public static readonly TheoryData<string, string> Cells = new()
    {
        { "", "" },
        { "desk", "desk" },
        { "küche/日本", "küche/日本" },
        { "a b", "a b" },
        { "a,b", "\"a,b\"" },
        { "a;b", "\"a;b\"" },
        { "the \"big\" room", "\"the \"\"big\"\" room\"" },
        { "\"", "\"\"\"\"" },
        { "a\nb", "\"a\nb\"" },
        { "a\r\nb", "\"a\r\nb\"" },
        { "=1+1", "'=1+1" },
        { "+1", "'+1" },
        { "-1", "'-1" },
        { "@sum", "'@sum" },
        { "\tx", "'\tx" },
        { "\rx", "\"'\rx\"" },
        { "\nx", "\"'\nx\"" },
        { "\uFF1D1", "'\uFF1D1" },
        { "=cmd|' /C calc'!A0,1", "\"'=cmd|' /C calc'!A0,1\"" },
        { "'", "''" },
        { "'=1", "''=1" },
        { "o'clock", "o'clock" },
        { "a=b-c", "a=b-c" },
        { "a;=1;b", "\"a;'=1;b\"" },
        { ";'", "\";''\"" },
        { ";;-", "\";;'-\"" },
        { "%RH", "%RH" },
    };

    [Theory]
    [MemberData(nameof(Cells))]
    public void A_text_becomes_a_cell_and_back(string text, string cell)
    {
        Assert.Equal(cell, CsvText.Cell(text));
        Assert.Equal(text, ReadBack(cell));
        Assert.Equal(text, CsvText.Read(Unquoted(cell)));
    }

    [Theory]
    [InlineData("'tis", "'tis")]
    [InlineData("rock;'n'roll", "rock;'n'roll")]
    [InlineData("'", "'")]
    [InlineData("a;'", "a;'")]
    public void An_apostrophe_of_another_program_stays(string cell, string text) => Assert.Equal(text, CsvText.Read(cell));

    [Fact]
    public void No_text_of_risky_characters_is_lost_or_begins_a_formula()
    {
        const string Letters = "=+-@'\";,\t\r\na";
        foreach (int number in Enumerable.Range(0, Letters.Length * Letters.Length * Letters.Length * Letters.Length))
        {
            string text = string.Concat(
                Letters[number % 12], Letters[number / 12 % 12].ToString(), Letters[number / 144 % 12].ToString(), Letters[number / 1728].ToString());
            string cell = CsvText.Cell(text);

            Assert.Equal(text, ReadBack(cell));
            Assert.Equal(text, CsvText.Read(Unquoted(cell)));
            // However a spreadsheet cuts it, by commas after unquoting or by semicolons.
            Assert.DoesNotContain(Unquoted(cell).Split(';'), part => part.Length > 0 && "=+-@\t\r\n".Contains(part[0], StringComparison.Ordinal));
        }
    }

    /// <summary>What the manual says to whoever reads a file.</summary>
    private static string ReadBack(string cell)
    {
        string safe = Unquoted(cell);
        var text = new StringBuilder();
        bool isStart = true;
        foreach (char c in safe)
        {
            if (!(isStart && c == '\''))
                text.Append(c);
            isStart = c == ';';
        }
        return text.ToString();
    }

    private static string Unquoted(string cell) =>
        cell.StartsWith('"') ? cell[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal) : cell;
}
