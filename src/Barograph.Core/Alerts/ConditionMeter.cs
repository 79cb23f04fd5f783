using Barograph.Model;

namespace Barograph.Alerts;

/// <summary>Says of each reading, taken in the order of their times, whether a condition holds with it. Remembers what hysteresis and changes need and no more.</summary>
internal sealed class ConditionMeter(AlertCondition condition)
{
    // Of the readings within the time that counts, those that can still be the lowest (highest) of it: ascending (descending) from the first to the last.
    private readonly LinkedList<TimedValue> _references = new();

    /// <summary>Whether it held with the last reading; set to go on from an earlier time.</summary>
    public bool Holds { get; set; }

    public bool Read(TimedValue reading)
    {
        // Back over the bound by the hysteresis: until then what held goes on holding.
        double slack = Holds ? condition.Hysteresis : 0;
        Holds = condition.Kind switch
        {
            AlertKind.Rises => Change(reading, 1) > condition.Threshold - slack,
            AlertKind.Falls => Change(reading, -1) > condition.Threshold - slack,
            _ => IsMet(reading.Value, slack),
        };
        return Holds;
    }

    /// <summary>
    /// Whether a value that comes late, between readings that all said what the last one said, says the same. False where a reading is compared with others.
    /// </summary>
    public bool Agrees(double value) => condition.Kind is not (AlertKind.Rises or AlertKind.Falls) && IsMet(value, slack: 0) == Holds;

    /// <summary>Of two values, the one that is farther from what is allowed.</summary>
    public double Farther(double a, double b) => condition.Kind switch
    {
        AlertKind.Below or AlertKind.Falls => Math.Min(a, b),
        AlertKind.Outside => Distance(b) > Distance(a) ? b : a,
        _ => Math.Max(a, b),
    };

    private bool IsMet(double value, double slack) => condition.Kind switch
    {
        AlertKind.Above => value > condition.Threshold - slack,
        AlertKind.Below => value < condition.Threshold + slack,
        AlertKind.Outside => value < condition.Threshold + slack || value > condition.Upper - slack,
        AlertKind.Equal => value == condition.Threshold,
        _ => false,
    };

    private double Distance(double value) => Math.Max(condition.Threshold - value, value - condition.Upper);

    /// <summary>How far the reading is from the lowest one within the time (<paramref name="sign"/> 1), or from the highest (-1).</summary>
    private double Change(TimedValue reading, int sign)
    {
        Instant from = reading.Time - condition.Within!.Value;
        while (_references.First is { } first && first.Value.Time < from)
            _references.RemoveFirst();
        while (_references.Last is { } last && sign * last.Value.Value >= sign * reading.Value)
            _references.RemoveLast();
        _references.AddLast(reading);
        return sign * (reading.Value - _references.First!.Value.Value);
    }
}
