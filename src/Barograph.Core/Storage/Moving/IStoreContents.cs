using Barograph.Model;

namespace Barograph.Storage;

/// <summary>Everything in a store as it is at one moment, to be moved and compared. For one caller at a time, one enumeration at a time.</summary>
public interface IStoreContents : IAsyncDisposable
{
    /// <summary>For people: the engine and where the data lies, without any secret.</summary>
    string Description { get; }

    /// <summary>All series, ordered by location, then metric (ordinal).</summary>
    ValueTask<IReadOnlyList<SeriesInfo>> SeriesAsync(CancellationToken cancel);

    /// <summary>Null if all raw samples are kept. Else those from before it are no longer meant, and rollups are all there is of that time.</summary>
    ValueTask<Instant?> RawFromAsync(CancellationToken cancel);

    ValueTask<RetentionPlan> PlanAsync(CancellationToken cancel);

    /// <summary>The rows of a table, in its order.</summary>
    IAsyncEnumerable<object?[]> RowsAsync(MovedTable table, CancellationToken cancel);

    /// <summary>The samples of a series from a time on, ascending. A block may be used until the next one is asked for.</summary>
    IAsyncEnumerable<ReadOnlyMemory<TimedValue>> SamplesAsync(SeriesId series, Instant from, CancellationToken cancel);

    /// <summary>The stored windows of a series that begin before a time, ascending. A block may be used until the next one is asked for.</summary>
    IAsyncEnumerable<ReadOnlyMemory<Rollup>> RollupsAsync(SeriesId series, Resolution resolution, Instant before, CancellationToken cancel);
}
