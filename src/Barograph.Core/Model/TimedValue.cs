namespace Barograph.Model;

/// <summary>One value of a series that is known from the context.</summary>
public readonly record struct TimedValue(Instant Time, double Value);
