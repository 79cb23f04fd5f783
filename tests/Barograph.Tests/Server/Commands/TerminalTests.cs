using Barograph.Server.Commands;

namespace Barograph.Tests.Server.Commands;

public sealed class TerminalTests
{
    [Theory]
    [InlineData("plain Küche 🌦 \\ [red]", "plain Küche 🌦 \\ [red]")]
    [InlineData("\u001b[2J", "\uFFFD[2J")]
    [InlineData("a\nb\r\tc\0", "a\uFFFDb\uFFFD\uFFFDc\uFFFD")]
    [InlineData("\u009b31m", "\uFFFD31m")]
    [InlineData("abc\u202Edcba", "abc\uFFFDdcba")]
    [InlineData("zero\u200Bwidth", "zero\uFFFDwidth")]
    [InlineData("\u2028", "\uFFFD")]
    public void Only_harmless_characters_reach_a_terminal(string text, string expected) => Assert.Equal(expected, TerminalText.Clean(text));

    [Fact]
    public void Half_a_character_is_not_passed_on() => Assert.Equal("\uFFFD!", TerminalText.Clean("\ud800!"));

    [Fact]
    public void Line_ends_of_an_output_stay() => Assert.Equal("a\nb\uFFFD\n", TerminalText.CleanLines("a\nb\r\n"));

    [Theory]
    [InlineData("[red]alarm[/]")]
    [InlineData("[/]")]
    [InlineData("[[")]
    [InlineData("[link=http://x]y[/]")]
    public void Markup_in_a_name_is_text(string name)
    {
        var table = new TextTable("NAME", "X");
        table.Add(name, "1");
        Assert.Contains(name.PadRight("NAME".Length) + "  1\n", Text(table, TextTable.Unbounded), StringComparison.Ordinal);
    }

    [Fact]
    public void A_cell_cannot_send_control_characters()
    {
        var table = new TextTable("NAME");
        table.Add("\u001b]0;title\u0007");
        Assert.Equal("NAME\n\uFFFD]0;title\uFFFD\n", Text(table, 80));
    }

    [Fact]
    public void A_pipe_gets_one_line_a_row_and_a_terminal_gets_wrapped_ones()
    {
        var table = new TextTable("NAME");
        table.Add(string.Join(' ', Enumerable.Repeat("word", 100)));
        Assert.Equal(2, Text(table, TextTable.Unbounded).Count(c => c == '\n'));
        Assert.All(Text(table, 50).Split('\n'), line => Assert.InRange(line.Length, 0, 50));
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("30s", 30)]
    [InlineData("15m", 900)]
    [InlineData("12h", 43200)]
    [InlineData("7d", 604800)]
    [InlineData("2w", 1209600)]
    [InlineData("1y", 31536000)]
    [InlineData("3660d", 316224000)]
    public void Durations_are_a_number_and_a_unit(string text, int seconds)
    {
        Assert.True(DurationText.TryParse(text, out TimeSpan duration));
        Assert.Equal(TimeSpan.FromSeconds(seconds), duration);
    }

    [Theory]
    [InlineData("")]
    [InlineData("d")]
    [InlineData("7")]
    [InlineData("-7d")]
    [InlineData("+7d")]
    [InlineData(" 7d")]
    [InlineData("1.5h")]
    [InlineData("7D")]
    [InlineData("7Y")]
    [InlineData("11y")]
    [InlineData("3661d")]
    [InlineData("2147483647w")]
    [InlineData("99999999999d")]
    public void Other_text_is_no_duration(string text) => Assert.False(DurationText.TryParse(text, out _));

    private static string Text(TextTable table, int width)
    {
        using var writer = new StringWriter();
        table.WriteTo(writer, width);
        return writer.ToString();
    }
}
