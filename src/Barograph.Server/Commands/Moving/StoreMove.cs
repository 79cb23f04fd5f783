using Barograph.Model;
using Barograph.Storage;

namespace Barograph.Server.Commands;

/// <summary>Moves everything from a store into a new one, and makes it a store only if the two are found to be the same.</summary>
/// <param name="source">Read twice: for the copy, and for comparing it.</param>
/// <param name="target">Empty.</param>
public sealed class StoreMove(IStoreContents source, IStoreFilling target)
{
    /// <param name="tell">Is told how many series are copied or compared, out of twice their number.</param>
    /// <param name="cancel">Ends it; nothing is left of the new store.</param>
    public async Task<StoreMoved> RunAsync(Action<long, long> tell, CancellationToken cancel)
    {
        Instant? rawFrom = await source.RawFromAsync(cancel);
        IReadOnlyList<SeriesInfo> series = await source.SeriesAsync(cancel);
        await target.BeginAsync(await source.PlanAsync(cancel), rawFrom, cancel);
        foreach (MovedTable table in MovedTable.All)
            await target.FillAsync(table, source.RowsAsync(table, cancel), cancel);
        long done = 0, all = 2L * series.Count;
        foreach (SeriesInfo one in series)
        {
            await CopyAsync(one.Id, rawFrom, cancel);
            tell(++done, all);
        }
        await using IStoreContents copy = await target.ReadBackAsync(cancel);
        var comparison = new StoreComparison(source, copy, rawFrom);
        StoreMoved moved = await comparison.RunAsync(target.Description, () => tell(++done, all), cancel);
        if (moved.Agrees)
        {
            // It may hold the file open.
            await copy.DisposeAsync();
            await target.CompleteAsync(cancel);
        }
        return moved;
    }

    private async Task CopyAsync(SeriesId series, Instant? rawFrom, CancellationToken cancel)
    {
        await target.FillAsync(series, source.SamplesAsync(series, rawFrom ?? Instant.MinValue, cancel), cancel);
        if (rawFrom is not { } before)
            return;
        foreach (Resolution resolution in Enum.GetValues<Resolution>())
            await target.FillAsync(series, resolution, source.RollupsAsync(series, resolution, before, cancel), cancel);
    }
}
