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

    /// <summary>
    /// The windows of <paramref name="resolution"/> that begin in <paramref name="range"/> and hold samples of the series, ascending, in blocks of at most a few
    /// thousand. Each equals the fold (WindowFold, to the last bit) of the samples that its window has at the moment of the call, whether upkeep has stored
    /// it or it is computed now. Where raw samples are not kept any more (<see cref="IUpkeep.DropRawAsync"/>) it is what was stored.
    /// </summary>
    /// <param name="series">An unknown one has no windows.</param>
    /// <param name="range">Windows are whole: one that begins in the range counts also what it holds after its end.</param>
    /// <param name="resolution">Which windows.</param>
    /// <param name="mostSamples">How many raw samples may be read for windows that are not stored.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="TooManySamplesException">It would take more raw samples than that.</exception>
    IAsyncEnumerable<ReadOnlyMemory<Rollup>> ReadRollupsAsync(
        SeriesId series, TimeRange range, Resolution resolution, long mostSamples, CancellationToken cancel);

    /// <summary>The last sample before <paramref name="time"/> that is kept, stored rollups included; null if there is none.</summary>
    ValueTask<TimedValue?> LastBeforeAsync(SeriesId series, Instant time, CancellationToken cancel);

    /// <summary>The latest sample of every series that has one, of one location or (null) of all, ordered by location, then metric (ordinal).</summary>
    ValueTask<IReadOnlyList<LatestSample>> LatestAsync(string? location, CancellationToken cancel);
}
