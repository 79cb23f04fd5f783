namespace Barograph.Server.Commands.Control;

/// <summary>A series of a <see cref="SinkAppend"/>, with the unit of its values there, or null.</summary>
internal sealed record SinkSeries(string Location, string Metric, string? Unit = null);
