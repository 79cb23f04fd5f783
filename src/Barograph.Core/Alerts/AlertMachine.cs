using Barograph.Model;

namespace Barograph.Alerts;

/// <summary>
/// What one rule makes of the readings of one series, taken in the order of their times. A reading stands until the next one: a leak that was reported and then nothing more has
/// not dried. Knows no clock and no store; for one thread.
/// </summary>
public sealed class AlertMachine(AlertRule rule)
{
    private readonly ConditionMeter _meter = new(rule.Condition);
    private readonly List<AlertSpan> _spans = [];
    private Instant _since;

    /// <summary>From the reading at this time to the last one all have said the same.</summary>
    private Instant _steadySince;

    private double _value, _extreme;

    /// <summary>While firing: from when on the condition does not hold any more; null while it does.</summary>
    private Instant? _overSince;

    public AlertPhase Phase { get; private set; }

    /// <summary>The last reading; null before the first.</summary>
    public TimedValue? Last { get; private set; }

    /// <summary>When it fired, ascending. The last one may have no end yet.</summary>
    public IReadOnlyList<AlertSpan> Spans => _spans;

    /// <summary>When the phase will change if nothing is read until then; null: it will not.</summary>
    public Instant? NextChange => Phase switch
    {
        AlertPhase.Pending => _since + rule.For,
        AlertPhase.Firing when _overSince is { } over => over + rule.KeepFiringFor,
        _ => null,
    };

    /// <summary>Since when it is pending or firing; null: it is neither.</summary>
    public Instant? BusySince => Phase switch
    {
        AlertPhase.Pending => _since,
        AlertPhase.Firing => _spans[^1].Start,
        _ => null,
    };

    /// <summary>Goes on from an earlier time, at which it was firing. To be called before anything is read.</summary>
    public void Resume(AlertSpan open)
    {
        _spans.Add(open);
        _meter.Holds = true;
        Phase = AlertPhase.Firing;
    }

    /// <summary>Forgets the spans that are over, because they are written down.</summary>
    public void DropEnded() => _spans.RemoveAll(span => span.End is not null);

    /// <param name="reading">Not before the last one.</param>
    public void Read(TimedValue reading)
    {
        Advance(reading.Time);
        bool held = _meter.Holds;
        if (_meter.Read(reading) != held || Last is null)
            _steadySince = reading.Time;
        Last = reading;
        if (_meter.Holds)
            Hold(reading);
        else
            Release(reading.Time);
    }

    /// <summary>Whether all would be as it is if this reading, of a time before the last one, had been read at its time.</summary>
    public bool IsUnmovedBy(TimedValue late) =>
        Last is { } last && late.Time > _steadySince && late.Time < last.Time && _meter.Agrees(late.Value) && (!_meter.Holds || !IsFarthest(late.Value));

    /// <summary>Until this time nothing was read.</summary>
    public void Advance(Instant time)
    {
        if (NextChange is not { } change || time < change)
            return;
        if (Phase == AlertPhase.Pending)
            Fire(change);
        else
            Resolve();
    }

    /// <summary>As far as the farthest is enough: of two values that are as far the first one counts.</summary>
    private bool IsFarthest(double value)
    {
        double extreme = (Phase == AlertPhase.Firing ? _spans[^1].Extreme : _extreme) ?? value;
        return value != extreme && _meter.Farther(value, extreme) != extreme;
    }

    private void Hold(TimedValue reading)
    {
        switch (Phase)
        {
            case AlertPhase.Firing:
                _overSince = null;
                _spans[^1] = _spans[^1] with { Extreme = _meter.Farther(_spans[^1].Extreme ?? reading.Value, reading.Value) };
                break;
            case AlertPhase.Pending:
                _extreme = _meter.Farther(_extreme, reading.Value);
                break;
            default:
                (_since, _value, _extreme) = (reading.Time, reading.Value, reading.Value);
                Phase = AlertPhase.Pending;
                break;
        }
        Advance(reading.Time);
    }

    private void Release(Instant time)
    {
        if (Phase == AlertPhase.Pending)
            Phase = AlertPhase.Inactive;
        else if (Phase == AlertPhase.Firing)
            _overSince ??= time;
        Advance(time);
    }

    private void Fire(Instant at)
    {
        _spans.Add(new AlertSpan(_since, at, null, _value, _extreme));
        _overSince = null;
        Phase = AlertPhase.Firing;
    }

    private void Resolve()
    {
        _spans[^1] = _spans[^1] with { End = _overSince };
        _overSince = null;
        Phase = AlertPhase.Resolved;
    }
}
