namespace Barograph.Model;

/// <summary>
/// One value of a report, as the device sent it: the metric's name is not checked yet and the number may be NaN or infinite, because
/// one place (Ingest) refuses those for all dialects alike. <paramref name="Unit"/> is null where the device did not say it.
/// </summary>
public readonly record struct ReportValue(string Metric, double Value, string? Unit = null);
