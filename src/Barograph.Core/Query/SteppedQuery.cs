using Barograph.Model;
using Barograph.Rollups;
using Barograph.Storage;

namespace Barograph.Query;

/// <summary>
/// A range cut into windows by a step. The windows are whole: the range is widened to the beginning of its first and the end of its last. They are made from the
/// widest tier whose windows fit into all of them, and from raw samples if none does.
/// </summary>
public sealed class SteppedQuery
{
    /// <summary>Of one series; more than any screen has pixels.</summary>
    public const int MostWindows = 10_000;

    private readonly IWindowGrid _grid;

    private SteppedQuery(IWindowGrid grid, TimeRange range, int count, Resolution? resolution)
    {
        _grid = grid;
        Range = range;
        Count = count;
        Resolution = resolution;
    }

    /// <summary>From the beginning of the first window to the end of the last.</summary>
    public TimeRange Range { get; }

    /// <summary>How many windows the range has.</summary>
    public int Count { get; }

    /// <summary>The tier that they are made from; null: none fits.</summary>
    public Resolution? Resolution { get; }

    /// <summary>Null if there would be more than <see cref="MostWindows"/>.</summary>
    public static SteppedQuery? Of(QueryStep step, TimeZoneInfo zone, TimeRange range)
    {
        IWindowGrid grid = step.Grid(zone);
        if (range.To <= range.From)
            return new SteppedQuery(grid, range with { To = range.From }, 0, Model.Resolution.Hour);
        TimeRange window = grid.WindowAt(range.From);
        Instant first = window.From;
        if (step.Unit == StepUnit.Microseconds && (range.To.Microseconds - first.Microseconds) / step.Count > MostWindows)
            return null;
        bool hours = Fits(first, Tiers.HourWidth);
        bool cells = Fits(first, Tiers.CellWidth);
        int count = 1;
        while (true)
        {
            hours &= Fits(window.To, Tiers.HourWidth);
            cells &= Fits(window.To, Tiers.CellWidth);
            if (window.To >= range.To)
                break;
            if (++count > MostWindows)
                return null;
            window = grid.WindowAt(window.To);
        }
        return new SteppedQuery(
            grid, new TimeRange(first, window.To), count, hours ? Model.Resolution.Hour : cells ? Model.Resolution.FiveMinutes : null);
    }

    /// <summary>Reads the windows of one series.</summary>
    /// <param name="reader">The store's.</param>
    /// <param name="series">Which.</param>
    /// <param name="mostSamples">How many raw samples may be read, where no rollup holds.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="TooManySamplesException">It would take more.</exception>
    public async ValueTask<SteppedWindows> RunAsync(ISampleReader reader, SeriesInfo series, long mostSamples, CancellationToken cancel)
    {
        var windows = new List<Rollup>();
        var fold = new WindowFold(_grid, windows);
        if (Resolution is { } resolution)
            await FoldTierAsync(reader, series.Id, resolution, fold, mostSamples, cancel);
        else
            await FoldRawAsync(reader, series.Id, fold, mostSamples, cancel);
        fold.Finish();
        bool isCounter = MetricKinds.Of(series.Key.Metric) == MetricKind.Counter;
        return new SteppedWindows(windows, isCounter ? await RisesAsync(reader, series.Id, windows, cancel) : null, Resolution);
    }

    private static bool Fits(Instant boundary, long width) => boundary.Microseconds % width == 0;

    private async ValueTask FoldTierAsync(
        ISampleReader reader, SeriesId series, Resolution resolution, WindowFold fold, long mostSamples, CancellationToken cancel)
    {
        await foreach (ReadOnlyMemory<Rollup> block in reader.ReadRollupsAsync(series, Range, resolution, mostSamples, cancel))
            foreach (Rollup rollup in block.Span)
                if (resolution == Model.Resolution.Hour)
                    fold.AddHour(rollup);
                else
                    fold.AddCell(rollup);
    }

    private async ValueTask FoldRawAsync(ISampleReader reader, SeriesId series, WindowFold fold, long mostSamples, CancellationToken cancel)
    {
        if (await reader.CountAsync(series, Range, mostSamples + 1, cancel) > mostSamples)
            throw new TooManySamplesException();
        await foreach (ReadOnlyMemory<TimedValue> block in reader.ReadAsync(series, Range, cancel))
            fold.AddSamples(block.Span);
    }

    private async ValueTask<double[]> RisesAsync(ISampleReader reader, SeriesId series, List<Rollup> windows, CancellationToken cancel)
    {
        TimedValue? before = windows.Count > 0 ? await reader.LastBeforeAsync(series, Range.From, cancel) : null;
        var rises = new double[windows.Count];
        for (int i = 0; i < rises.Length; i++)
        {
            rises[i] = windows[i].Increase + (before is { } last ? Rollup.Rise(last.Value, windows[i].First.Value) : 0);
            before = windows[i].Last;
        }
        return rises;
    }
}
