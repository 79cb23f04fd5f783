using Barograph.Model;

namespace Barograph.Server.Commands;

/// <summary><c>barograph alert list</c></summary>
public static class AlertList
{
    private static readonly TimeSpan Recent = TimeSpan.FromDays(30);
    private const int Most = 1000;

    public static async Task<int> RunAsync(AdminContext context, bool all, CancellationToken cancel)
    {
        IReadOnlyList<AlertEpisode> episodes = all
            ? await context.Store.Episodes.ListAsync(new TimeRange(Instant.Now(context.Clock) - Recent, Instant.MaxValue), null, Most, cancel)
            : await context.Store.Episodes.ListOpenAsync(cancel);
        Dictionary<SeriesId, SeriesInfo> series = (await context.Store.Series.ListAsync(null, cancel)).ToDictionary(info => info.Id);
        IReadOnlyList<AlertShown> alerts = [.. episodes.Select(episode => Shown(episode, series.GetValueOrDefault(episode.Series)))];
        if (context.Json)
            CommandJson.Write(context.Out, alerts, CommandJson.Default.IReadOnlyListAlertShown);
        else if (alerts.Count == 0)
            context.Out.Write("Nothing is wrong.\n");
        else
            Print(context, alerts);
        return ExitCode.Success;
    }

    private static AlertShown Shown(AlertEpisode episode, SeriesInfo? series) => new(
        episode.Id, series?.Key.Location ?? "?", series?.Key.Metric ?? "?", episode.Condition, TerminalText.Of(episode.StartedAt),
        episode.EndedAt is { } end ? TerminalText.Of(end) : null, episode.AcknowledgedBy);

    private static void Print(AdminContext context, IReadOnlyList<AlertShown> alerts)
    {
        var table = new TextTable("LOCATION", "METRIC", "WAS", "SINCE", "UNTIL", "KNOWN TO");
        foreach (AlertShown alert in alerts)
            table.Add(TerminalText.Clean(alert.Location), alert.Metric, alert.Condition, alert.Started, alert.Ended ?? "now", TerminalText.Clean(alert.AcknowledgedBy ?? "nobody"));
        table.WriteTo(context.Out, context.Width);
    }
}
