using System.Diagnostics.Metrics;
using Barograph.Ingest;
using Barograph.Model;
using Barograph.Server.Auth;
using Barograph.Server.Config;

namespace Barograph.Server.Figures;

/// <summary>The server's own instruments. All of them are asked when somebody wants to know, so counting costs the requests nothing.</summary>
public static class OwnFigures
{
    public const string MeterName = "Barograph";

    private static readonly ErrorKind[] Refusals = [Errors.Overloaded, Errors.StorageUnavailable, Errors.Stopping];

    public static void PublishIngest(Meter meter, IngestPipeline ingest, IngestLimits limits)
    {
        IngestFigures figures = ingest.Figures;
        meter.CreateObservableCounter("barograph.reports", () => figures.Reports, "{report}", "Reports of which something was taken: it is on disk, now or before.");
        meter.CreateObservableCounter("barograph.samples", () => Samples(figures), "{sample}", "Samples that were new, there already, or there with another value.");
        meter.CreateObservableCounter("barograph.ignored_fields", () => figures.Ignored, "{field}", "Fields of foreign dialects that hold no number.");
        meter.CreateObservableCounter("barograph.clock_faults", () => figures.ClockFaults, "{sample}", "Samples stored with their receive time, because the board's clock was wrong.");
        meter.CreateObservableCounter(
            "barograph.rejections", () => Counts("code", figures.Rejections.Met.Select(entry => (entry.Error.Code, entry.Count))), "{rejection}",
            "Values, reports and whole requests that were refused for what they said, by error code.");
        meter.CreateObservableCounter(
            "barograph.refusals", () => Counts("code", Refusals.Select(error => (error.Code, figures.Refusals.Of(error)))), "{request}",
            "Requests with reports that were told to come again (503), by error code.");
        meter.CreateObservableGauge("barograph.queue.requests", () => ingest.Waiting.Requests, "{request}", "Requests that wait for the next commit.");
        meter.CreateObservableGauge("barograph.queue.samples", () => ingest.Waiting.Samples, "{sample}", "Samples that wait for the next commit.");
        meter.CreateObservableGauge("barograph.queue.requests.limit", () => limits.WaitingRequests, "{request}", "How many requests may wait; beyond that, 503.");
        meter.CreateObservableGauge("barograph.queue.samples.limit", () => limits.WaitingSamples, "{sample}", "How many samples may wait; beyond that, 503.");
    }

    public static void PublishServer(Meter meter, FailureThrottle throttle, Settings settings, TimeProvider clock)
    {
        double started = Seconds(Instant.Now(clock));
        int? mostFiles = OpenFiles.Limit();
        Measurement<int> build = new(1, [new("version", typeof(OwnFigures).Assembly.GetName().Version?.ToString(3)), new("part", settings.Part.ToString().ToLowerInvariant())]);
        meter.CreateObservableGauge("barograph.build_info", () => build, null, "Which Barograph this is, and which part of it.");
        meter.CreateObservableCounter(
            "barograph.credential_failures", () => Counts("status", [("401", throttle.Total.Refused), ("429", throttle.Total.Throttled)]), "{failure}",
            "Wrong passwords and tokens, by the status of the answer.");
        if (settings.Store.Kind == StoreKind.Sqlite)
            meter.CreateObservableGauge("barograph.store.size", () => Size(settings.Store.Value), "By", "The SQLite file with its write-ahead log.");
        meter.CreateObservableGauge("process.start_time", () => started, "s", "When this process started, in seconds since 1970.");
        meter.CreateObservableGauge("process.open_fds", OpenFiles.Count, null, "Open file descriptors, connections included.");
        if (mostFiles is { } most)
            meter.CreateObservableGauge("process.max_fds", () => most, null, "How many file descriptors may be open.");
    }

    /// <summary>Since 1970, as Prometheus tells times.</summary>
    public static double Seconds(Instant time) => time.Microseconds / (double)Instant.MicrosecondsPerSecond;

    private static IEnumerable<Measurement<long>> Samples(IngestFigures figures) =>
        Counts("outcome", [("stored", figures.Stored), ("duplicate", figures.Duplicates), ("conflict", figures.Conflicts)]);

    private static IEnumerable<Measurement<long>> Counts(string tag, IEnumerable<(string Value, long Count)> counts) =>
        counts.Select(entry => new Measurement<long>(entry.Count, new KeyValuePair<string, object?>(tag, entry.Value)));

    private static long Size(string path) =>
        new[] { path, path + "-wal" }.Select(name => new FileInfo(name)).Sum(file => file.Exists ? file.Length : 0);
}
