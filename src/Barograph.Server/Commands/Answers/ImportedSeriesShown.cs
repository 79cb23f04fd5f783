namespace Barograph.Server.Commands;

/// <summary>
/// One series of an import: <paramref name="InTable"/> is what the source's own database counts, <paramref name="InStore"/> what the store holds from the
/// first to the last time.
/// </summary>
public sealed record ImportedSeriesShown(
    string Location, string Metric, long InTable, long New, long There, long Conflicts, long LeftOut, long InStore, string? First, string? Last, bool Agrees);
