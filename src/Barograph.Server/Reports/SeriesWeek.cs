namespace Barograph.Server.Reports;

/// <summary>One series in one week, in the unit that the site shows.</summary>
/// <param name="Metric">What is measured.</param>
/// <param name="Unit">Of the values; null: nobody has said it.</param>
/// <param name="Readings">How many there were.</param>
/// <param name="Min">The lowest; null of a counter, or if there was none. So are the next two.</param>
/// <param name="Mean">Of all readings.</param>
/// <param name="Max">The highest.</param>
/// <param name="Increase">Of a counter how far it went up: the week's rain. Null of a level.</param>
/// <param name="SilentSeconds">For how long it was told to be silent.</param>
public sealed record SeriesWeek(string Metric, string? Unit, long Readings, double? Min, double? Mean, double? Max, double? Increase, double SilentSeconds);
