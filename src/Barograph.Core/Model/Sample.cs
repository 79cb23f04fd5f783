namespace Barograph.Model;

/// <summary>One value of one series at one time. The value is finite.</summary>
public readonly record struct Sample(SeriesId Series, Instant Time, double Value);
