using System.Text;
using Spectre.Console;

namespace Barograph.Server.Commands;

/// <summary>A table of plain text, without colours and lines, so that it can be read, copied and searched alike on a terminal and in a pipe.</summary>
public sealed class TextTable
{
    /// <summary>A width for output that is no terminal: nothing is wrapped.</summary>
    public const int Unbounded = 10_000;

    private const int Narrowest = 40;
    private readonly Table _table = new() { Border = TableBorder.None };

    public TextTable(params ReadOnlySpan<string> columns)
    {
        foreach (string column in columns)
            _table.AddColumn(new TableColumn(Cell(column)) { Padding = new Padding(0, 0, 2, 0) });
    }

    /// <summary>Adds a row. Cells may hold anything; a line end in one begins a new line of the cell.</summary>
    public void Add(params IEnumerable<string> cells) => _table.AddRow([.. cells.Select(Cell)]);

    public void WriteTo(TextWriter writer, int width)
    {
        var text = new StringWriter { NewLine = "\n" };
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new FixedOutput(text, Math.Clamp(width, Narrowest, Unbounded)),
        });
        console.Write(_table);
        foreach (string line in text.ToString().TrimEnd('\n').Split('\n'))
            writer.Write(line.TrimEnd() + "\n");
    }

    // Text is not parsed as markup: a device may be called "[red]".
    private static Text Cell(string text) => new(TerminalText.CleanLines(text));

    private sealed class FixedOutput(TextWriter writer, int width) : IAnsiConsoleOutput
    {
        public TextWriter Writer => writer;
        public bool IsTerminal => false;
        public int Width => width;
        public int Height => 25;

        public void SetEncoding(Encoding encoding)
        {
            // A string has no encoding.
        }
    }
}
