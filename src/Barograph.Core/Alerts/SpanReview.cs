using Barograph.Model;

namespace Barograph.Alerts;

/// <summary>
/// Judges anew what lies around readings that came late, or that nobody knows to have been judged: begins so far before them that nothing earlier matters, and ends where they have
/// no effect any more. Made by <see cref="ValueTrack.Review"/>.
/// </summary>
public sealed class SpanReview
{
    private readonly IReadOnlyList<AlertEpisode> _known;
    private readonly Instant? _busySince;
    private readonly Instant _settled;
    private Instant _from;
    private Instant? _stoppedAt;
    private bool _hasBegun;

    /// <param name="rule">What is asked.</param>
    /// <param name="range">From where to judge, and the last reading that was not judged.</param>
    /// <param name="known">The episodes that touch that time.</param>
    /// <param name="busySince">Since when the track is pending or firing, which these readings may change; null: it is neither.</param>
    internal SpanReview(AlertRule rule, TimeRange range, IReadOnlyList<AlertEpisode> known, Instant? busySince)
    {
        _known = known;
        _busySince = busySince;
        _from = range.From;
        _settled = range.To + Reach(rule);
        Machine = new AlertMachine(rule);
    }

    /// <summary>True if all readings were taken that there are.</summary>
    public bool ReachedEnd => _stoppedAt is null;

    internal AlertMachine Machine { get; }

    /// <summary>From where on to take readings, after the last one before that; the end is open.</summary>
    public static TimeRange RangeOf(AlertRule rule, Instant first) => new(first - Reach(rule), Instant.MaxValue);

    /// <summary>Takes the next reading, ascending. False: enough, and it was not taken.</summary>
    public bool Read(TimedValue reading)
    {
        if (!_hasBegun)
            Begin(reading.Time);
        Machine.Advance(reading.Time);
        bool isApart = _busySince is not { } since || since >= reading.Time;
        if (reading.Time > _settled && isApart && Machine.BusySince is null)
        {
            _stoppedAt = reading.Time;
            return false;
        }
        Machine.Read(reading);
        return true;
    }

    internal static AlertSpan SpanOf(AlertEpisode episode) => new(episode.StartedAt, episode.FiredAt, null, episode.Value, episode.Extreme);

    internal TrackChanges Compare(Func<AlertSpan, AlertEpisode> begin) => EpisodeReview.Compare(Machine.Spans, _known.Where(IsJudged), begin);

    private static TimeSpan Reach(AlertRule rule) => rule.For + rule.KeepFiringFor + (rule.Condition.Within ?? TimeSpan.Zero);

    // One that began before is gone on with, and not found again.
    private void Begin(Instant first)
    {
        _hasBegun = true;
        _from = first < _from ? first : _from;
        if (_known.FirstOrDefault(episode => episode.StartedAt < first && (episode.EndedAt is not { } end || end > first)) is { } open)
            Machine.Resume(SpanOf(open));
    }

    private bool IsJudged(AlertEpisode episode) =>
        _hasBegun && (episode.EndedAt is not { } end || end >= _from) && (_stoppedAt is not { } stop || episode.StartedAt < stop);
}
