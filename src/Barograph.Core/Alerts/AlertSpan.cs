using Barograph.Model;

namespace Barograph.Alerts;

/// <summary>A time during which a rule fired, by the times of the readings.</summary>
/// <param name="Start">The reading from which on the condition held; of silence, the last one.</param>
/// <param name="FiredAt">When it had held for long enough.</param>
/// <param name="End">The reading from which on it did not hold any more; null: it holds.</param>
/// <param name="Value">The value at <paramref name="Start"/>; null for silence.</param>
/// <param name="Extreme">The value that was farthest from what is allowed; null for silence.</param>
public readonly record struct AlertSpan(Instant Start, Instant FiredAt, Instant? End, double? Value, double? Extreme)
{
    /// <summary>Whether they share a moment.</summary>
    public bool Touches(Instant otherStart, Instant? otherEnd) =>
        (End is not { } end || otherStart <= end) && (otherEnd is not { } until || Start <= until);
}
