using Barograph.Model;
using Barograph.Server.Notify;

namespace Barograph.Server.Commands;

/// <summary><c>barograph alert drill</c> and <c>barograph target test</c></summary>
public static class AlertDrill
{
    /// <param name="context">The world.</param>
    /// <param name="name">One target; null: all that are enabled.</param>
    /// <param name="cancel">Stops it.</param>
    public static async Task<int> RunAsync(AdminContext context, string? name, CancellationToken cancel)
    {
        AlertTarget[] targets = [.. (await context.Store.Targets.ListAsync(cancel)).Where(target => name is null ? target.IsEnabled : target.Name == name)];
        if (targets.Length == 0)
            throw new CommandFailedException(name is null ? "There is no target; add one: barograph target add" : $"There is no target \"{name}\"; see barograph target list.");
        return Show(context, targets, await new Drill(context.Store, context.Clock).RunAsync(targets, cancel));
    }

    /// <summary>Says what became of a notice to each of these targets.</summary>
    internal static int Show(AdminContext context, AlertTarget[] targets, IReadOnlyList<Notice> drills)
    {
        IReadOnlyList<DrillShown> shown = [.. targets.Zip(drills, (target, drill) => new DrillShown(target.Name, drill is { Attempts: > 0, Failure: null }, drill.Attempts == 0 ? "Nobody has sent it yet: is the server running?" : drill.Failure))];
        if (context.Json)
            CommandJson.Write(context.Out, shown, CommandJson.Default.IReadOnlyListDrillShown);
        else
            foreach (DrillShown drill in shown)
                context.Out.Write(TerminalText.Clean($"{drill.Target}: {(drill.Arrived ? "arrived" : "NOT ARRIVED. " + drill.Problem)}") + "\n");
        return shown.All(drill => drill.Arrived) ? ExitCode.Success : ExitCode.Failure;
    }
}
