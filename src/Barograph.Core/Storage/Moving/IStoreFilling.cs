using Barograph.Model;

namespace Barograph.Storage;

/// <summary>
/// A new store in the making. Nobody sees anything of it before <see cref="CompleteAsync"/>; disposed without, or killed, it leaves nothing that could be taken for a store.
/// The steps come in the order of the members here.
/// </summary>
public interface IStoreFilling : IAsyncDisposable
{
    /// <summary>For people: the engine and where the data will lie, without any secret.</summary>
    string Description { get; }

    /// <summary>How long raw samples are kept, and from when on there are any; null: all are there.</summary>
    ValueTask BeginAsync(RetentionPlan plan, Instant? rawFrom, CancellationToken cancel);

    /// <summary>Fills a table; the store then gives higher numbers than those in it. Returns how many rows.</summary>
    ValueTask<long> FillAsync(MovedTable table, IAsyncEnumerable<object?[]> rows, CancellationToken cancel);

    /// <summary>Adds the samples of a series, ascending.</summary>
    ValueTask FillAsync(SeriesId series, IAsyncEnumerable<ReadOnlyMemory<TimedValue>> samples, CancellationToken cancel);

    /// <summary>Adds windows of a series, ascending.</summary>
    ValueTask FillAsync(SeriesId series, Resolution resolution, IAsyncEnumerable<ReadOnlyMemory<Rollup>> windows, CancellationToken cancel);

    /// <summary>What is in it, read back, for comparing. Not to be disposed before that is done.</summary>
    ValueTask<IStoreContents> ReadBackAsync(CancellationToken cancel);

    /// <summary>Makes it a store. When it returns, all of it is durable.</summary>
    ValueTask CompleteAsync(CancellationToken cancel);
}
