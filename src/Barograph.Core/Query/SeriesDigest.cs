using Barograph.Model;
using Barograph.Storage;

namespace Barograph.Query;

/// <summary>
/// How many samples a series has in a range, and what they are: the SHA-256 of all of them, ascending by time, each as 8 bytes of microseconds
/// since 1970 and the 8 bytes of its value, little-endian. Equal samples have equal digests, whatever engine keeps them.
/// </summary>
/// <remarks>-0.0 counts as 0.0: SQLite does not keep the sign of a zero, and both are the same number.</remarks>
public readonly record struct SeriesDigest(long Count, string Hash)
{
    /// <summary>Reads the range once, whatever its length: a day's digest is that of the day's range.</summary>
    /// <exception cref="StorageUnavailableException">The store could not be read.</exception>
    public static async ValueTask<SeriesDigest> OfAsync(ISampleReader reader, SeriesId series, TimeRange range, CancellationToken cancel)
    {
        using var hash = new SampleHash();
        await foreach (ReadOnlyMemory<TimedValue> block in reader.ReadAsync(series, range, cancel))
            hash.Add(block.Span);
        return hash.Take();
    }
}
