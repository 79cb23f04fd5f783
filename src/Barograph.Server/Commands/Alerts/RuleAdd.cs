using Barograph.Alerts;
using Barograph.Model;
using Barograph.Server.Changes;

namespace Barograph.Server.Commands;

/// <summary><c>barograph rule add</c></summary>
public static class RuleAdd
{
    public static async Task<int> RunAsync(AdminContext context, string text, CancellationToken cancel)
    {
        AlertRule rule = await new AlertChanges(context.Store, context.Clock).AddRuleAsync(text, cancel);
        if (context.Json)
            CommandJson.Write(context.Out, RuleList.Shown(rule), CommandJson.Default.RuleShown);
        else
            context.Out.Write(TerminalText.Clean($"Rule {TerminalText.Of(rule.Id)}: {RuleText.Of(rule)}") + "\n");
        return ExitCode.Success;
    }
}
