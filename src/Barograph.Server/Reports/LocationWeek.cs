namespace Barograph.Server.Reports;

/// <summary>One location in one week.</summary>
/// <param name="Location">Its key.</param>
/// <param name="Title">What people call it.</param>
/// <param name="Series">By metric; those that had readings, or were silent.</param>
public sealed record LocationWeek(string Location, string Title, IReadOnlyList<SeriesWeek> Series);
