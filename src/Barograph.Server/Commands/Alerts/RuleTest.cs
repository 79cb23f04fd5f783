using Barograph.Alerts;
using Barograph.Model;
using Barograph.Server.Changes;
using Barograph.Server.Http.Alerts;
using Barograph.Server.Running;

namespace Barograph.Server.Commands;

/// <summary><c>barograph rule test</c></summary>
public static class RuleTest
{
    private const int MostDays = 366;

    public static async Task<int> RunAsync(AdminContext context, string text, int days, CancellationToken cancel)
    {
        if (days is < 1 or > MostDays)
            throw new CommandFailedException($"--days takes a number from 1 to {TerminalText.Of(MostDays)}.", ExitCode.Usage);
        AlertRule rule = AlertChanges.Parse(text);
        ReportIntervals intervals = new(context.Store, context.Clock);
        if (rule.Condition is { Kind: AlertKind.Silent, Within: null })
            await intervals.LearnAsync(cancel);
        Instant now = Instant.Now(context.Clock);
        PreviewResult result = await new RulePreview(context.Store, intervals).RunAsync(rule, new TimeRange(now - TimeSpan.FromDays(days), now), cancel);
        RuleTested tested = new(result.Series, result.Judged, [.. result.Alerts.Select(one => Shown(one.Series, one.Span))]);
        if (context.Json)
            CommandJson.Write(context.Out, tested, CommandJson.Default.RuleTested);
        else
            Print(context, tested);
        return ExitCode.Success;
    }

    private static WouldHaveFired Shown(SeriesInfo series, AlertSpan span) => new(
        series.Key.Location, series.Key.Metric, TerminalText.Of(span.Start), TerminalText.Of(span.FiredAt), span.End is { } end ? TerminalText.Of(end) : null, span.Extreme);

    private static void Print(AdminContext context, RuleTested tested)
    {
        context.Out.Write(tested.Series == 0
            ? "No series fits. A series that comes later and does is watched from its first reading on.\n"
            : $"{TerminalText.Of(tested.Judged)} of {TerminalText.Of(tested.Series)} series that fit were looked at; it would have fired {(tested.Alerts.Count == 1 ? "once" : TerminalText.Of(tested.Alerts.Count) + " times")}.\n");
        if (tested.Alerts.Count == 0)
            return;
        var table = new TextTable("LOCATION", "METRIC", "FROM", "UNTIL", "AT MOST OFF");
        foreach (WouldHaveFired one in tested.Alerts)
            table.Add(TerminalText.Clean(one.Location), one.Metric, one.Started, one.Ended ?? "now", one.Extreme is { } extreme ? ConditionText.Number(extreme) : "");
        table.WriteTo(context.Out, context.Width);
    }
}
