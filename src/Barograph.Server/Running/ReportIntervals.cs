using System.Collections.Concurrent;
using Barograph.Model;
using Barograph.Query;
using Barograph.Storage;

namespace Barograph.Server.Running;

/// <summary>How often each series has news, learned again and again beside the requests. Safe for any number of threads.</summary>
public sealed class ReportIntervals(IStore store, TimeProvider clock)
{
    /// <summary>Habits change slowly; those of a new series are still to be learned.</summary>
    private static readonly TimeSpan KnownFor = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan UnknownFor = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<SeriesId, (Instant At, ReportInterval? Interval)> _learned = new();

    /// <summary>What is known of a series; null: nothing yet, or it has too few readings.</summary>
    public ReportInterval? Of(SeriesId series) => _learned.TryGetValue(series, out (Instant, ReportInterval? Interval) learned) ? learned.Interval : null;

    /// <summary>Learns those of which nothing is known, or what is known is old.</summary>
    public async ValueTask LearnAsync(CancellationToken cancel)
    {
        foreach (SeriesInfo series in await store.Series.ListAsync(null, cancel))
        {
            Instant now = Instant.Now(clock);
            if (_learned.TryGetValue(series.Id, out (Instant At, ReportInterval? Interval) learned)
                && now - learned.At < (learned.Interval is null ? UnknownFor : KnownFor))
                continue;
            _learned[series.Id] = (now, await ReportInterval.LearnAsync(store.Reader, series.Id, now, cancel));
        }
    }
}
