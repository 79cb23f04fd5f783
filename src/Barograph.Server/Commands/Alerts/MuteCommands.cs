using System.CommandLine;
using Barograph.Server.Http.Alerts;

namespace Barograph.Server.Commands;

/// <summary><c>barograph mute …</c></summary>
public static class MuteCommands
{
    public static IEnumerable<AdminCommand> Build() => [Add(), List(), Remove()];

    private static AdminCommand Add()
    {
        var series = new Argument<string>("SERIES") { Description = "LOCATION/METRIC, in which * stands for anything: 'cellar/*'" };
        var span = new Option<string>("--for") { Description = "For how long: 30m, 8h, 2d (default: until you remove it)", HelpName = "TIME" };
        var until = new Option<string>("--until") { Description = "Until when, instead: 2026-12-24T18:00:00+01:00", HelpName = "TIME" };
        var reason = new Option<string>("--reason") { Description = "Why, for whoever wonders that it is so quiet", Required = true };
        var sort = new Option<string>("--only") { Description = "Only what readings say, or only silence", HelpName = string.Join('|', AlertWords.Sorts) };
        sort.AcceptOnlyFromAmong([.. AlertWords.Sorts]);
        return new AdminCommand(new Command("add", "Keep some series quiet for a while; what happens is written down all the same") { series, span, until, reason, sort }, (parse, context, cancel) =>
            MuteAdd.RunAsync(context, new MuteAsked(parse.GetRequiredValue(series), parse.GetValue(span), parse.GetValue(until), parse.GetRequiredValue(reason), parse.GetValue(sort)), cancel));
    }

    private static AdminCommand List() => new(new Command("list", "Show what is muted now"), (_, context, cancel) => MuteList.RunAsync(context, cancel));

    private static AdminCommand Remove()
    {
        var number = new Argument<int>("NUMBER") { Description = "The mute's number, as mute list shows it" };
        return new AdminCommand(new Command("remove", "End a mute; what still holds is told then") { number }, (parse, context, cancel) =>
            MuteRemove.RunAsync(context, parse.GetRequiredValue(number), cancel));
    }
}
