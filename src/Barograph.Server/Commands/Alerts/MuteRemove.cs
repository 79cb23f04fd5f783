using Barograph.Server.Changes;

namespace Barograph.Server.Commands;

/// <summary><c>barograph mute remove</c></summary>
public static class MuteRemove
{
    public static async Task<int> RunAsync(AdminContext context, int number, CancellationToken cancel)
    {
        await new AlertChanges(context.Store, context.Clock).EndMuteAsync(number, cancel);
        if (context.Json)
            CommandJson.Write(context.Out, new NumberRemoved(number), CommandJson.Default.NumberRemoved);
        else
            context.Out.Write($"Mute {TerminalText.Of(number)} is over.\n");
        return ExitCode.Success;
    }
}
