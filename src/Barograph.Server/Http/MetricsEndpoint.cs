using Barograph.Model;
using Barograph.Server.Figures;
using Barograph.Server.OpenApi;
using Barograph.Storage;

namespace Barograph.Server.Http;

/// <summary>
/// <c>GET /metrics</c>: the server's own figures in Prometheus's text format, how far rollups are, and if it is switched on the latest value of every series.
/// </summary>
/// <param name="figures">What is counted in this process.</param>
/// <param name="store">Asked how far rollups are; null in the part that may not ask.</param>
/// <param name="withReadings">Whether to tell the latest value of every series.</param>
/// <param name="clock">For the patience with the store.</param>
public sealed class MetricsEndpoint(FigureCollector figures, IStore? store, bool withReadings, TimeProvider clock)
{
    private static readonly string[] ReadingLabels = ["location", "metric", "unit"];

    /// <summary>Prometheus gives up after 10 s by default; the process's own figures are wanted most when the store does not answer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/metrics", GetAsync).WithMetadata(store is null ? AccessRule.ReadByToken : AccessRule.ReadInside).Describe(
            new RouteDescription("getMetrics", "Server", "The server's own figures for Prometheus, and, switched on, the latest value of every series.")
                .Gives(new DescribedAnswer(StatusCodes.Status200OK, "text/plain", Shape.Text(), "Prometheus's text format 0.0.4.")));

    private async Task GetAsync(HttpContext context)
    {
        PrometheusText text = new();
        figures.WriteTo(text);
        if (store is not null)
            await WriteStoreAsync(store, text, context.RequestAborted);
        await Answer.TextAsync(context, StatusCodes.Status200OK, text.ToString(), PrometheusText.ContentType);
    }

    private async Task WriteStoreAsync(IStore store, PrometheusText text, CancellationToken gone)
    {
        using CancellationTokenSource patience = new(Patience, clock);
        using CancellationTokenSource cancel = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, gone);
        try
        {
            Instant? rolledUpTo = await store.Retention.RolledUpToAsync(cancel.Token);
            IReadOnlyList<LatestSample> latest = withReadings ? await store.Reader.LatestAsync(null, cancel.Token) : [];
            if (rolledUpTo is { } until)
                Write(text, "barograph_rollup_watermark_timestamp_seconds", "Up to when everything is rolled up, in seconds since 1970.", OwnFigures.Seconds(until));
            if (latest.Count > 0)
                WriteReadings(text, latest);
        }
        catch (Exception e) when (e is StorageUnavailableException or OperationCanceledException && !gone.IsCancellationRequested)
        {
            // What only the store knows is left out: Prometheus marks it as stale, and the rest tells what is wrong.
        }
    }

    private static void Write(PrometheusText text, string name, string help, double value)
    {
        text.Family(name, "gauge", help);
        text.Value(name, [], [], value);
    }

    private static void WriteReadings(PrometheusText text, IReadOnlyList<LatestSample> latest)
    {
        const string Reading = "barograph_reading", Time = "barograph_reading_timestamp_seconds";
        text.Family(Reading, "gauge", "The latest value of each series.");
        foreach (LatestSample sample in latest)
            text.Value(Reading, ReadingLabels, Labels(sample.Series), sample.Value);
        text.Family(Time, "gauge", "When that value was measured, in seconds since 1970.");
        foreach (LatestSample sample in latest)
            text.Value(Time, ReadingLabels, Labels(sample.Series), OwnFigures.Seconds(sample.Time));
    }

    private static string[] Labels(SeriesInfo series) => [series.Key.Location, series.Key.Metric, series.Unit ?? ""];
}
