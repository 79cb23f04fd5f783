using Barograph.Model;
using Barograph.Query;
using Barograph.Storage;

namespace Barograph.Server.Commands;

/// <summary>Compares two stores: each table of the catalog, each series day by day, and the summaries of the time of which there are no single readings.</summary>
internal sealed class StoreComparison(IStoreContents source, IStoreContents copy, Instant? rawFrom)
{
    public async Task<StoreMoved> RunAsync(string target, Action tell, CancellationToken cancel)
    {
        var tables = new List<TableMoved>();
        foreach (MovedTable table in MovedTable.All)
        {
            RowsDigest left = await RowsDigest.OfAsync(source.RowsAsync(table, cancel), cancel);
            RowsDigest right = await RowsDigest.OfAsync(copy.RowsAsync(table, cancel), cancel);
            tables.Add(new TableMoved(table.Name, left.Count, left == right));
        }
        tables.Add(new TableMoved("retention", 1, await SamePlanAsync(cancel)));

        // Equal series too: numbers, names and units are in it.
        IReadOnlyList<SeriesInfo> all = await source.SeriesAsync(cancel);
        bool sameSeries = all.SequenceEqual(await copy.SeriesAsync(cancel));
        var series = new List<SeriesMoved>(all.Count);
        foreach (SeriesInfo one in all)
        {
            series.Add(await CompareAsync(one, cancel));
            tell();
        }
        bool agrees = sameSeries && tables.TrueForAll(table => table.Agrees) && series.TrueForAll(one => one.Agrees);
        return new StoreMoved(source.Description, target, rawFrom?.ToString(), tables, series, agrees);
    }

    private async Task<bool> SamePlanAsync(CancellationToken cancel) =>
        await source.PlanAsync(cancel) == await copy.PlanAsync(cancel) && rawFrom == await copy.RawFromAsync(cancel);

    private async Task<SeriesMoved> CompareAsync(SeriesInfo series, CancellationToken cancel)
    {
        List<DayDigest> left = await DaysAsync(source, series.Id, cancel), right = await DaysAsync(copy, series.Id, cancel);
        Instant? different = left.Except(right).Concat(right.Except(left)).Select(day => (Instant?)day.Day).Min();
        long summaries = 0;
        bool sameSummaries = true;
        if (rawFrom is { } before)
            foreach (Resolution resolution in Enum.GetValues<Resolution>())
            {
                RollupDigest stored = await RollupDigest.OfAsync(source.RollupsAsync(series.Id, resolution, before, cancel), cancel);
                sameSummaries &= stored == await RollupDigest.OfAsync(copy.RollupsAsync(series.Id, resolution, before, cancel), cancel);
                summaries += stored.Count;
            }
        return new SeriesMoved(
            series.Key.Location, series.Key.Metric, left.Sum(day => day.Digest.Count), left.Count, summaries,
            different?.ToString()[..10], different is null && sameSummaries);
    }

    // Of ten years they are some 3,650.
    private async Task<List<DayDigest>> DaysAsync(IStoreContents store, SeriesId series, CancellationToken cancel)
    {
        var days = new List<DayDigest>();
        await foreach (DayDigest day in DayDigest.OfAsync(store.SamplesAsync(series, rawFrom ?? Instant.MinValue, cancel), cancel))
            days.Add(day);
        return days;
    }
}
