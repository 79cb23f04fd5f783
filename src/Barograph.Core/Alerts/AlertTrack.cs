using Barograph.Model;

namespace Barograph.Alerts;

/// <summary>One rule and one series, followed as readings come. Says what has to be written of it. For one thread.</summary>
public abstract class AlertTrack(AlertRule rule, SeriesInfo series, AlertEpisode? open)
{
    public AlertRule Rule => rule;

    public SeriesInfo Series => series;

    /// <summary>The episode that goes on, as it was last written; null: none does.</summary>
    public AlertEpisode? Open { get; private set; } = open;

    public abstract AlertPhase Phase { get; }

    /// <summary>When something will change if nothing is read until then; null: nothing will.</summary>
    public abstract Instant? NextChange { get; }

    /// <summary>What is new since the last time; the first may be the open one.</summary>
    protected abstract IReadOnlyList<AlertSpan> Spans { get; }

    /// <summary>Until now nothing more was read.</summary>
    public abstract void Advance(Instant now);

    /// <summary>What has to be written of what has changed since the last call. Called again without a change in between, it is nothing.</summary>
    public TrackChanges Take(Instant now)
    {
        // Almost all tracks, almost always.
        if (Spans.Count == 0 && Open is null)
            return TrackChanges.None;
        TrackChanges changes = EpisodeReview.Compare(Spans, Open is null ? [] : [Open], span => Begin(span, now));
        Follow(changes);
        ForgetEnded();
        return changes;
    }

    /// <summary>The open episode is now this, because somebody acknowledged it or it was told.</summary>
    public void Note(AlertEpisode now)
    {
        if (Open?.Id == now.Id)
            Open = now.EndedAt is null ? now : null;
    }

    protected abstract void ForgetEnded();

    protected void Follow(TrackChanges changes)
    {
        AlertEpisode? ended = changes.Changed.FirstOrDefault(episode => episode.Id == Open?.Id);
        if (ended is not null)
            Open = ended.EndedAt is null ? ended : null;
        Open = changes.Added.Concat(changes.Changed).LastOrDefault(episode => episode.EndedAt is null) ?? Open;
    }

    protected AlertEpisode Begin(AlertSpan span, Instant now) => new(
        RandomId.New(), rule.Id, series.Id, rule.Condition.Kind, ConditionText.Of(rule.Condition), span.Start, span.FiredAt, span.End, span.Value, span.Extreme, now);
}
