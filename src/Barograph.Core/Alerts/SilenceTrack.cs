using Barograph.Model;

namespace Barograph.Alerts;

/// <summary>Follows whether a series has news at all. It is judged by the clock: nothing else can tell silence.</summary>
public sealed class SilenceTrack(AlertRule rule, SeriesInfo series, AlertEpisode? open) : AlertTrack(rule, series, open)
{
    private readonly List<AlertSpan> _spans = open is null ? [] : [SpanReview.SpanOf(open)];
    private Instant? _last;
    private bool _hasEnded;

    /// <summary>When silence begins to be wrong; null while nothing is known of the series or of its habit.</summary>
    public Instant? Deadline { get; private set; }

    public override AlertPhase Phase => IsFiring ? AlertPhase.Firing : _hasEnded ? AlertPhase.Resolved : AlertPhase.Inactive;

    public override Instant? NextChange => IsFiring ? null : Deadline;

    protected override IReadOnlyList<AlertSpan> Spans => _spans;

    private bool IsFiring => _spans.Count > 0 && _spans[^1].End is null;

    /// <summary>There is a reading of this time.</summary>
    public void Hear(Instant time)
    {
        if (_last is { } last && time <= last)
            return;
        _last = time;
        Deadline = null;
        if (!IsFiring || time <= _spans[^1].Start)
            return;
        _spans[^1] = _spans[^1] with { End = time };
        _hasEnded = true;
    }

    /// <summary>How long it may be silent by its habit (null: not known), and when nobody could have heard it.</summary>
    public void Allow(TimeSpan? habit, IReadOnlyList<TimeRange> away, Instant upSince) =>
        Deadline = (Rule.Condition.Within ?? habit) is { } patience && _last is { } last ? new SilenceWatch(patience, last).Deadline(away, upSince) : null;

    public override void Advance(Instant now)
    {
        if (!IsFiring && Deadline is { } deadline && now >= deadline)
            _spans.Add(new AlertSpan(_last!.Value, deadline, null, null, null));
    }

    protected override void ForgetEnded() => _spans.RemoveAll(span => span.End is not null);
}
