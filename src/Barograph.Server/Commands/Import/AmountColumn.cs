using Spectre.Console;
using Spectre.Console.Rendering;

namespace Barograph.Server.Commands.Import;

/// <summary>How much is done, and how much a second on average.</summary>
internal sealed class AmountColumn(Amounts amounts) : ProgressColumn
{
    protected override bool NoWrap => true;

    public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime)
    {
        double seconds = task.ElapsedTime?.TotalSeconds ?? 0;
        string rate = seconds < 1 ? "" : $", {amounts.Of(task.Value / seconds)}/s";
        return new Text($"{amounts.Of(task.Value)} of {amounts.Of(task.MaxValue)} {amounts.Name}{rate}");
    }
}
