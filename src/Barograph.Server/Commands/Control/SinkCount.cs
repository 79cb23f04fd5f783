namespace Barograph.Server.Commands.Control;

/// <summary>Asks how many samples a series has from a time (included) to another (not included), in microseconds since 1970.</summary>
internal sealed record SinkCount(string Location, string Metric, long From, long To);
