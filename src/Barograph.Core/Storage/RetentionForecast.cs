using Barograph.Model;

namespace Barograph.Storage;

/// <summary>What dropping raw samples would do to a store, and how large it is.</summary>
/// <param name="RawFrom">Before this time no raw sample would be kept; null if none could be dropped.</param>
/// <param name="HeldBack">Why it is earlier than was asked for, as a sentence; null if it is not.</param>
/// <param name="Samples">How many samples would go; an estimate on engines that do not count.</param>
/// <param name="Bytes">How many bytes of disk they take, as an estimate.</param>
/// <param name="StoreBytes">How many bytes the whole store takes now.</param>
/// <param name="BytesAreReused">True if the file keeps its size and new samples take the room; false if the disk gets it back.</param>
/// <param name="FreeDiskBytes">Free room where the store lies; null if it lies on another machine, or nobody may know.</param>
/// <param name="BytesPerDay">How fast it grows, by the samples received in the last seven days; 0 if there were none.</param>
public sealed record RetentionForecast(
    Instant? RawFrom, string? HeldBack, long Samples, long Bytes, long StoreBytes, bool BytesAreReused, long? FreeDiskBytes, long BytesPerDay);
