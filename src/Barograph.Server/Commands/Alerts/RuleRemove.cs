using Barograph.Server.Changes;

namespace Barograph.Server.Commands;

/// <summary><c>barograph rule remove</c></summary>
public static class RuleRemove
{
    public static async Task<int> RunAsync(AdminContext context, int number, CancellationToken cancel)
    {
        await new AlertChanges(context.Store, context.Clock).RemoveRuleAsync(number, cancel);
        if (context.Json)
            CommandJson.Write(context.Out, new NumberRemoved(number), CommandJson.Default.NumberRemoved);
        else
            context.Out.Write($"Rule {TerminalText.Of(number)} is removed.\n");
        return ExitCode.Success;
    }
}
