using Barograph.Model;
using Barograph.Server.Changes;
using Barograph.Server.Notify;

namespace Barograph.Server.Commands;

/// <summary><c>barograph target add</c></summary>
public static class TargetAdd
{
    public static async Task<int> RunAsync(AdminContext context, TargetWish wish, CancellationToken cancel)
    {
        (AlertTarget target, string? made) = await new TargetChanges(context.Store, new SecretBox(context.Settings.AlertsKey), context.Clock).AddAsync(wish, cancel);
        if (context.Json)
        {
            CommandJson.Write(context.Out, new TargetAdded(target.Id, target.Name, TargetChanges.NameOf(target.Kind), made), CommandJson.Default.TargetAdded);
            return ExitCode.Success;
        }
        context.Out.Write(TerminalText.Clean($"Alerts go to the target \"{target.Name}\" from now on. Try it: barograph target test \"{target.Name}\"") + "\n");
        if (made is not null)
            context.Out.Write($"What it gets is signed with this key, which is shown only now:\n\n  {made}\n");
        return ExitCode.Success;
    }
}
