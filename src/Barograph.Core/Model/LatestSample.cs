namespace Barograph.Model;

/// <summary>The sample of a series with the greatest time.</summary>
public sealed record LatestSample(SeriesInfo Series, Instant Time, double Value);
