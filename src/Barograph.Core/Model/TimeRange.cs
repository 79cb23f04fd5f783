namespace Barograph.Model;

/// <summary>The moments from <paramref name="From"/> (included) to <paramref name="To"/> (not included). Empty when To ≤ From.</summary>
public readonly record struct TimeRange(Instant From, Instant To)
{
    public static readonly TimeRange All = new(Instant.MinValue, Instant.MaxValue);

    public bool Contains(Instant time) => time >= From && time < To;
}
