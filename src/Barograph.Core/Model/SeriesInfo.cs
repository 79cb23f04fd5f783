namespace Barograph.Model;

/// <summary>A series as the catalog knows it. <paramref name="Unit"/> is null until somebody has said it.</summary>
public sealed record SeriesInfo(SeriesId Id, SeriesKey Key, string? Unit);
