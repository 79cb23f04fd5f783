namespace Barograph.Model;

/// <summary>The identity of a series: one metric at one location. Both parts are already valid (<see cref="LocationKey"/>, <see cref="MetricName"/>).</summary>
public readonly record struct SeriesKey(string Location, string Metric);
