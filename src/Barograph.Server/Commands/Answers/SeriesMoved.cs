namespace Barograph.Server.Commands;

/// <summary>
/// A series: its single readings, the days (UTC) that have some and the summaries of the time before, in the source, and whether the copy has the same on every day.
/// <paramref name="Different"/> is the first day that differs, or null.
/// </summary>
public sealed record SeriesMoved(string Location, string Metric, long Samples, long Days, long Summaries, string? Different, bool Agrees);
