namespace Barograph.Model;

/// <summary>
/// A place where something is measured. The key is what boards send and never changes; the title is what people read. A hidden one stays, and is only shown
/// to those who ask for it; the zone, an IANA name, says whose days its charts have, null: the reader's.
/// </summary>
public sealed record Location(int Id, string Key, string Title, Instant CreatedAt, bool IsHidden = false, string? Zone = null);
