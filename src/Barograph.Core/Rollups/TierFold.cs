using Barograph.Model;

namespace Barograph.Rollups;

/// <summary>Folds the raw samples of one series after the other into what both tiers store of them. For one thread.</summary>
public sealed class TierFold
{
    private static readonly FixedGrid CellGrid = new(Tiers.CellWidth);
    private static readonly FixedGrid HourGrid = new(Tiers.HourWidth);

    private readonly List<Rollup> _cells = [];
    private readonly List<Rollup> _hours = [];
    private WindowFold _fold;

    public TierFold() => _fold = new WindowFold(CellGrid, _cells);

    /// <summary>The windows of 5 minutes, after <see cref="Finish"/> and until the next <see cref="Clear"/>.</summary>
    public IReadOnlyList<Rollup> Cells => _cells;

    /// <summary>The windows of 1 hour, as <see cref="Cells"/>.</summary>
    public IReadOnlyList<Rollup> Hours => _hours;

    /// <summary>Adds a sample of the series, ascending by time.</summary>
    public void Add(TimedValue sample) => _fold.AddSample(sample);

    /// <summary>Ends the series.</summary>
    public void Finish()
    {
        _fold.Finish();
        var hours = new WindowFold(HourGrid, _hours);
        foreach (Rollup cell in _cells)
            hours.AddCell(cell);
        hours.Finish();
    }

    /// <summary>Begins another series; what was left unfinished of the last one is forgotten.</summary>
    public void Clear()
    {
        _cells.Clear();
        _hours.Clear();
        _fold = new WindowFold(CellGrid, _cells);
    }
}
