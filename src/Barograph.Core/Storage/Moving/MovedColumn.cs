namespace Barograph.Storage;

/// <summary>A column of a <see cref="MovedTable"/>.</summary>
public readonly record struct MovedColumn(string Name, ColumnKind Kind);
