using Barograph.Model;

namespace Barograph.Server.Commands.Import;

/// <summary>One value on its way into a store. <paramref name="Unit"/> is what the source says of the value, or null.</summary>
public readonly record struct SinkSample(SeriesKey Key, string? Unit, Instant Time, double Value);
