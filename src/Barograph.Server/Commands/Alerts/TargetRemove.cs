using Barograph.Server.Changes;
using Barograph.Server.Notify;

namespace Barograph.Server.Commands;

/// <summary><c>barograph target remove</c></summary>
public static class TargetRemove
{
    public static async Task<int> RunAsync(AdminContext context, string name, CancellationToken cancel)
    {
        await new TargetChanges(context.Store, new SecretBox(context.Settings.AlertsKey), context.Clock).RemoveAsync(name, cancel);
        if (context.Json)
            CommandJson.Write(context.Out, new TargetRemoved(name), CommandJson.Default.TargetRemoved);
        else
            context.Out.Write(TerminalText.Clean($"The target \"{name}\" is removed.") + "\n");
        return ExitCode.Success;
    }
}
