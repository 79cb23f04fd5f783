namespace Barograph.Model;

/// <summary>The number of a series in one store. Given once, never reused, at least 1.</summary>
public readonly record struct SeriesId(int Value);
