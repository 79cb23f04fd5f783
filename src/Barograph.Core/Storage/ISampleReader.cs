using Barograph.Model;

namespace Barograph.Storage;

/// <summary>Reads samples. What was acknowledged before a call begins is seen by it.</summary>
public interface ISampleReader
{
    /// <summary>How many samples <paramref name="series"/> has in <paramref name="range"/>, but at most <paramref name="atMost"/>: counting stops there.</summary>
    ValueTask<long> CountAsync(SeriesId series, TimeRange range, long atMost, CancellationToken cancel);

    /// <summary>
    /// The samples of one series in a range, ascending by time, in blocks of at most a few thousand. A block may be used only until the next one is asked for.
    /// An unknown series has none.
    /// </summary>
    IAsyncEnumerable<ReadOnlyMemory<TimedValue>> ReadAsync(SeriesId series, TimeRange range, CancellationToken cancel);

    /// <summary>The latest sample of every series that has one, of one location or (null) of all, ordered by location, then metric (ordinal).</summary>
    ValueTask<IReadOnlyList<LatestSample>> LatestAsync(string? location, CancellationToken cancel);
}
