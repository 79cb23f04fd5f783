using System.CommandLine;

namespace Barograph.Server.Commands;

/// <summary><c>barograph report …</c></summary>
public static class ReportCommands
{
    public static IEnumerable<AdminCommand> Build() => [Weekly()];

    private static AdminCommand Weekly()
    {
        var week = new Option<string>("--week") { Description = "The week of this day (default: the last one that is over)", HelpName = "YYYY-MM-DD" };
        var locations = new Option<string>("--locations") { Description = "Of these locations, in which * stands for anything: garden/*" };
        var zone = new Option<string>("--zone") { Description = "Whose days they are, such as Europe/Berlin (default: those of the locations, else UTC's)" };
        var send = new Option<string>("--send") { Description = "Send it to this target, in its locations and zone, instead of printing it", HelpName = "TARGET" };
        return new AdminCommand(new Command("weekly", "Show a week in numbers, or send it") { week, locations, zone, send }, (parse, context, cancel) =>
            ReportWeekly.RunAsync(context, new ReportAsked(parse.GetValue(week), parse.GetValue(locations), parse.GetValue(zone), parse.GetValue(send)), cancel));
    }
}
