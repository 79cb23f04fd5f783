using Barograph.Model;

namespace Barograph.Alerts;

/// <summary>Follows what the readings of a series say.</summary>
public sealed class ValueTrack : AlertTrack
{
    private AlertMachine _machine;

    /// <param name="rule">Any rule but one about silence.</param>
    /// <param name="series">One that it is judged for.</param>
    /// <param name="open">What was going on when it was last judged; null: nothing.</param>
    public ValueTrack(AlertRule rule, SeriesInfo series, AlertEpisode? open)
        : base(rule, series, open)
    {
        _machine = new AlertMachine(rule);
        if (open is not null)
            _machine.Resume(SpanReview.SpanOf(open));
    }

    public override AlertPhase Phase => _machine.Phase;

    public override Instant? NextChange => _machine.NextChange;

    protected override IReadOnlyList<AlertSpan> Spans => _machine.Spans;

    /// <summary>
    /// Takes the next reading, or one that came late and changes nothing. False, and nothing is taken, if it is late and may change something: then what lies around it
    /// has to be judged anew.
    /// </summary>
    public bool TryRead(TimedValue reading)
    {
        if (_machine.Last is { } last && reading.Time <= last.Time)
            return _machine.IsUnmovedBy(reading);
        _machine.Read(reading);
        return true;
    }

    public override void Advance(Instant now) => Advance(_machine, now);

    /// <summary>Begins to judge anew.</summary>
    /// <param name="first">The first reading that was not judged.</param>
    /// <param name="last">The last one.</param>
    /// <param name="known">The episodes of the rule and the series that touch <see cref="SpanReview.RangeOf"/>.</param>
    public SpanReview Review(Instant first, Instant last, IReadOnlyList<AlertEpisode> known) =>
        new(Rule, new TimeRange(SpanReview.RangeOf(Rule, first).From, last), known, _machine.Last is null ? Instant.MinValue : _machine.BusySince);

    /// <summary>Takes what judging anew has brought: what has to be written, and, where it reached the last reading, how it goes on from there.</summary>
    public TrackChanges Adopt(SpanReview review, Instant now)
    {
        if (review.ReachedEnd)
            Advance(review.Machine, now);
        TrackChanges changes = review.Compare(span => Begin(span, now));
        Follow(changes);
        if (review.ReachedEnd)
        {
            _machine = review.Machine;
            ForgetEnded();
        }
        return changes;
    }

    protected override void ForgetEnded() => _machine.DropEnded();

    // A board may be ahead of us.
    private static void Advance(AlertMachine machine, Instant now)
    {
        if (machine.Last is { } last && now > last.Time)
            machine.Advance(now);
    }
}
