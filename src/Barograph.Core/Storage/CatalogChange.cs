namespace Barograph.Storage;

/// <summary>A sign that the catalog may have changed: read it again. It carries nothing, so that losing or folding one cannot mislead.</summary>
public readonly record struct CatalogChange;
