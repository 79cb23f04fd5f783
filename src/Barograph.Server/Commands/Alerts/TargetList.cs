using Barograph.Model;
using Barograph.Server.Changes;

namespace Barograph.Server.Commands;

/// <summary><c>barograph target list</c></summary>
public static class TargetList
{
    public static async Task<int> RunAsync(AdminContext context, CancellationToken cancel)
    {
        IReadOnlyList<TargetShown> targets = [.. (await context.Store.Targets.ListAsync(cancel)).Select(Shown)];
        if (context.Json)
            CommandJson.Write(context.Out, targets, CommandJson.Default.IReadOnlyListTargetShown);
        else if (targets.Count == 0)
            context.Out.Write("Nobody is told of alerts yet. Add a target: barograph target add NAME --kind KIND --option KEY=VALUE\n");
        else
            Print(context, targets);
        return ExitCode.Success;
    }

    private static TargetShown Shown(AlertTarget target) => new(
        target.Id, target.Name, TargetChanges.NameOf(target.Kind), target.IsEnabled, target.AllowsLan, Time(target.SucceededAt), Time(target.FailedAt), target.Failure);

    private static string? Time(Instant? time) => time is { } known ? TerminalText.Of(known) : null;

    private static void Print(AdminContext context, IReadOnlyList<TargetShown> targets)
    {
        var table = new TextTable("NAME", "KIND", "LAST ARRIVED", "STATE");
        foreach (TargetShown target in targets)
            table.Add(TerminalText.Clean(target.Name), target.Kind, target.Succeeded ?? "never", target.Failure is { } failure ? $"FAILED {target.Failed}: {failure}" : target.Enabled ? "fine" : "disabled");
        table.WriteTo(context.Out, context.Width);
    }
}
