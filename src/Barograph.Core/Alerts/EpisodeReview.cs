using Barograph.Model;

namespace Barograph.Alerts;

/// <summary>Compares what the readings say now with what was written down of them before.</summary>
public static class EpisodeReview
{
    /// <summary>What has to be written: episodes that are new (what <paramref name="begin"/> makes of a span), and those that have changed.</summary>
    /// <param name="spans">When the rule fired, by all readings that are there, ascending, from some time on.</param>
    /// <param name="known">The episodes of the rule and the series that touch the same time. None is ever taken back: what was told was told.</param>
    /// <param name="begin">Makes an episode.</param>
    public static TrackChanges Compare(IReadOnlyList<AlertSpan> spans, IEnumerable<AlertEpisode> known, Func<AlertSpan, AlertEpisode> begin)
    {
        List<AlertEpisode> added = [], changed = [];
        List<AlertEpisode> rest = [.. known.OrderBy(episode => episode.StartedAt)];
        foreach (AlertSpan span in spans)
        {
            AlertEpisode? same = rest.Find(episode => (span.End is not null || episode.EndedAt is null) && span.Touches(episode.StartedAt, episode.EndedAt))
                ?? rest.Find(episode => span.Touches(episode.StartedAt, episode.EndedAt));
            if (same is null)
            {
                added.Add(begin(span));
                continue;
            }
            rest.Remove(same);
            AlertEpisode now = same with { StartedAt = span.Start, FiredAt = span.FiredAt, EndedAt = span.End, Value = span.Value, Extreme = span.Extreme };
            if (now != same)
                changed.Add(now);
        }
        // A reading that came late says that it was over before it began to fire.
        changed.AddRange(rest.Where(episode => episode.EndedAt is null).Select(open => open with { EndedAt = open.StartedAt }));
        return new TrackChanges(added, changed);
    }
}
