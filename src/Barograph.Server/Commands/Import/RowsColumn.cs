using Spectre.Console;
using Spectre.Console.Rendering;

namespace Barograph.Server.Commands.Import;

/// <summary>How many rows are done, and how many a second.</summary>
internal sealed class RowsColumn : ProgressColumn
{
    public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime)
    {
        string rate = task.Speed is { } speed ? $", {TerminalText.Of((long)speed)} a second" : "";
        return new Text($"{TerminalText.Of((long)task.Value)} of {TerminalText.Of((long)task.MaxValue)} rows{rate}");
    }
}
