namespace Barograph.Server.Commands;

/// <summary>Of <c>retention</c>. <paramref name="RawDays"/> null: for ever. <paramref name="Samples"/> and <paramref name="Bytes"/>: what goes, or would go.</summary>
public sealed record RetentionShown(
    int? RawDays, string? RawFrom, long Samples, long Bytes, long StoreBytes, long BytesPerDay, long? FreeDiskBytes, string? FullAt);
