namespace Barograph.Formats;

/// <summary>What a field of a weather station is called here, and its unit; null where the station's makers do not say it.</summary>
public readonly record struct StationField(string Metric, string? Unit);
