namespace Barograph.Server.Commands;

/// <summary>A series that was copied: how many samples it has, and the hash of all of them (Core/Query/SeriesDigest.cs).</summary>
public sealed record SeriesCopied(string Location, string Metric, long Samples, string Hash);
