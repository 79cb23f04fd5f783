using Spectre.Console;
using Spectre.Console.Rendering;

namespace Barograph.Server.Commands.Import;

/// <summary>How many rows are done, and how many a second on average.</summary>
internal sealed class RowsColumn : ProgressColumn
{
    protected override bool NoWrap => true;

    public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime)
    {
        double seconds = task.ElapsedTime?.TotalSeconds ?? 0;
        string rate = seconds < 1 ? "" : $", {TerminalText.Of((long)(task.Value / seconds))}/s";
        return new Text($"{TerminalText.Of((long)task.Value)} of {TerminalText.Of((long)task.MaxValue)} rows{rate}");
    }
}
