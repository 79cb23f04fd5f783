namespace Barograph.Server.Commands;

/// <summary>A table of the catalog: how many rows the source has, and whether the copy has the same.</summary>
public sealed record TableMoved(string Table, long Rows, bool Agrees);
