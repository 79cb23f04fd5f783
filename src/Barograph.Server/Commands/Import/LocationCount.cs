namespace Barograph.Server.Commands.Import;

/// <summary>What the database counts itself for one location, as it is written there: its rows, and the values of each metric.</summary>
public sealed record LocationCount(string? Location, long Rows, IReadOnlyList<long> Values);
