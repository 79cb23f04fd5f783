using Barograph.Alerts;
using Barograph.Model;

namespace Barograph.Server.Commands;

/// <summary><c>barograph rule list</c></summary>
public static class RuleList
{
    public static async Task<int> RunAsync(AdminContext context, CancellationToken cancel)
    {
        IReadOnlyList<RuleShown> rules = [.. (await context.Store.AlertRules.ListAsync(cancel)).Select(Shown)];
        if (context.Json)
            CommandJson.Write(context.Out, rules, CommandJson.Default.IReadOnlyListRuleShown);
        else if (rules.Count == 0)
            context.Out.Write("There is no rule, so nobody is told of anything. Add one: barograph rule add '*/wetness above 0.5 urgent'\n");
        else
            Print(context, rules);
        return ExitCode.Success;
    }

    internal static RuleShown Shown(AlertRule rule) => new(rule.Id, RuleText.Of(rule), rule.IsDefault, rule.IsEnabled);

    private static void Print(AdminContext context, IReadOnlyList<RuleShown> rules)
    {
        var table = new TextTable("NUMBER", "RULE", "");
        foreach (RuleShown rule in rules)
            table.Add(TerminalText.Of(rule.Id), rule.Rule, rule.Enabled ? rule.Default ? "came with the store" : "" : "off");
        table.WriteTo(context.Out, context.Width);
    }
}
