using System.CommandLine;

namespace Barograph.Server.Commands;

/// <summary><c>barograph alert …</c></summary>
public static class AlertCommands
{
    public static IEnumerable<AdminCommand> Build() => [List(), RunDrill()];

    private static AdminCommand List()
    {
        var all = new Option<bool>("--all") { Description = "Show also what is over, of the last 30 days" };
        return new AdminCommand(new Command("list", "Show what is wrong now") { all }, (parse, context, cancel) => AlertList.RunAsync(context, parse.GetValue(all), cancel));
    }

    private static AdminCommand RunDrill() => new(
        new Command("drill", "Send a drill to every target and wait for what becomes of it; fails if one does not arrive"),
        (_, context, cancel) => AlertDrill.RunAsync(context, null, cancel));
}
