namespace Barograph.Model;

/// <summary>A place where something is measured. The key is what boards send and never changes; the title is what people read.</summary>
public sealed record Location(int Id, string Key, string Title, Instant CreatedAt);
