using Barograph.Model;

namespace Barograph.Rollups;

/// <summary>
/// Folds the samples of one series, or rollups of them, into windows. Whatever it is fed, the result is the same to the last bit, because the additions
/// are always grouped in one way: samples into cells of 5 minutes, cells into hours, hours into windows (each cut where a window ends). Only so can an answer
/// from a stored tier equal the one computed from raw.
/// </summary>
/// <remarks>For one thread. Everything is added in ascending order of time, and a rollup must lie within one window.</remarks>
public sealed class WindowFold(IWindowGrid grid, List<Rollup> windows)
{
    private TimeRange _range = new(Instant.MaxValue, Instant.MinValue);
    private Instant _cellEnd, _hourEnd;

    // Count 0: nothing gathered.
    private Rollup _cell, _hour, _window;

    public void AddSample(TimedValue sample)
    {
        Enter(sample.Time);
        if (sample.Time >= _cellEnd)
        {
            CloseCell();
            _cellEnd = End(sample.Time, Tiers.CellWidth);
        }
        Rollup single = Rollup.Of(sample.Time, sample);
        _cell = _cell.Count == 0 ? single : _cell.Then(single);
    }

    public void AddSamples(ReadOnlySpan<TimedValue> samples)
    {
        foreach (TimedValue sample in samples)
            AddSample(sample);
    }

    /// <summary>Adds a stored window of <see cref="Resolution.FiveMinutes"/>.</summary>
    public void AddCell(in Rollup cell)
    {
        Enter(cell.Start);
        CloseCell();
        PutCell(cell);
    }

    /// <summary>Adds a stored window of <see cref="Resolution.Hour"/>.</summary>
    public void AddHour(in Rollup hour)
    {
        Enter(hour.Start);
        CloseHour();
        PutHour(hour);
    }

    /// <summary>Gives out the last window. What is added after it begins another one.</summary>
    public void Finish()
    {
        CloseHour();
        if (_window.Count > 0)
            windows.Add(_window with { Start = _range.From });
        _window = default;
        _range = new(Instant.MaxValue, Instant.MinValue);
    }

    private static Instant End(Instant time, long width) => new(time.Floor(width).Microseconds + width);

    private void Enter(Instant time)
    {
        if (time < _range.To)
            return;
        Finish();
        _range = grid.WindowAt(time);
        _cellEnd = _hourEnd = Instant.MinValue;
    }

    private void CloseCell()
    {
        if (_cell.Count > 0)
            PutCell(_cell);
        _cell = default;
        _cellEnd = Instant.MinValue;
    }

    private void PutCell(in Rollup cell)
    {
        if (cell.Start >= _hourEnd)
        {
            if (_hour.Count > 0)
                PutHour(_hour);
            _hour = cell;
            _hourEnd = End(cell.Start, Tiers.HourWidth);
        }
        else
        {
            _hour = _hour.Then(cell);
        }
    }

    private void CloseHour()
    {
        CloseCell();
        if (_hour.Count > 0)
            PutHour(_hour);
        _hour = default;
        _hourEnd = Instant.MinValue;
    }

    private void PutHour(in Rollup hour) => _window = _window.Count == 0 ? hour : _window.Then(hour);
}
