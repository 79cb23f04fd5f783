using Barograph.Query;

namespace Barograph.Storage.Sqlite.Copying;

/// <summary>A copy of a store that was compared with it and is on disk.</summary>
/// <param name="Path">Where the copy is.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Series">Every series, the same in both.</param>
/// <param name="KeptAside">Where the file is that stood in its place before; null if there was none.</param>
public sealed record StoreCopy(string Path, long Bytes, IReadOnlyList<ComparedSeries> Series, string? KeptAside);
