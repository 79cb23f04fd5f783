using System.Runtime.CompilerServices;
using Barograph.Model;
using Barograph.Storage;

namespace Barograph.Tests.Server.Moving;

/// <summary>A store that is read wrongly once, as a fault of memory or of the program would have it, and rightly ever after.</summary>
internal sealed class AlteredContents(IStoreContents inner) : IStoreContents
{
    private readonly HashSet<object> _read = [];

    public Func<SeriesId, TimedValue, TimedValue?>? Sample { get; init; }

    public Func<Rollup, Rollup?>? Window { get; init; }

    public Func<MovedTable, object?[], object?[]?>? Row { get; init; }

    public RetentionPlan? Plan { get; init; }

    public string Description => inner.Description;

    public ValueTask<IReadOnlyList<SeriesInfo>> SeriesAsync(CancellationToken cancel) => inner.SeriesAsync(cancel);

    public ValueTask<Instant?> RawFromAsync(CancellationToken cancel) => inner.RawFromAsync(cancel);

    public ValueTask<RetentionPlan> PlanAsync(CancellationToken cancel) =>
        Plan is { } wrong && _read.Add("plan") ? ValueTask.FromResult(wrong) : inner.PlanAsync(cancel);

    public async IAsyncEnumerable<object?[]> RowsAsync(MovedTable table, [EnumeratorCancellation] CancellationToken cancel)
    {
        bool first = _read.Add(table);
        await foreach (object?[] row in inner.RowsAsync(table, cancel))
            if ((first && Row is not null ? Row(table, row) : row) is { } given)
                yield return given;
    }

    public IAsyncEnumerable<ReadOnlyMemory<TimedValue>> SamplesAsync(SeriesId series, Instant from, CancellationToken cancel) =>
        AlteredAsync(series, inner.SamplesAsync(series, from, cancel), Sample is null ? null : one => Sample(series, one), cancel);

    public IAsyncEnumerable<ReadOnlyMemory<Rollup>> RollupsAsync(SeriesId series, Resolution resolution, Instant before, CancellationToken cancel) =>
        AlteredAsync((series, resolution), inner.RollupsAsync(series, resolution, before, cancel), Window, cancel);

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private async IAsyncEnumerable<ReadOnlyMemory<T>> AlteredAsync<T>(
        object key, IAsyncEnumerable<ReadOnlyMemory<T>> blocks, Func<T, T?>? alter, [EnumeratorCancellation] CancellationToken cancel)
        where T : struct
    {
        bool first = _read.Add(key);
        await foreach (ReadOnlyMemory<T> block in blocks.WithCancellation(cancel))
            yield return first && alter is not null ? block.ToArray().Select(alter).OfType<T>().ToArray() : block;
    }
}
