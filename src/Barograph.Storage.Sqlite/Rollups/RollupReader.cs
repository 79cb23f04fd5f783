using Barograph.Model;
using Barograph.Rollups;
using Microsoft.Data.Sqlite;

namespace Barograph.Storage.Sqlite.Rollups;

/// <summary>Reads windows: stored ones where they hold, computed from raw where they do not. For one thread at a time; dispose before the connection.</summary>
internal sealed class RollupReader(SqliteConnection connection) : IDisposable
{
    private readonly RawStatement _begin = new(connection, "BEGIN");
    private readonly RawStatement _end = new(connection, "COMMIT");
    private readonly RawStatement _marks = new(
        connection, "SELECT hour FROM rollup_late WHERE series_id = ?1 AND hour >= ?2 AND hour < ?3 ORDER BY hour");
    private readonly RawStatement _cells = Tier(connection, "rollup_5m");
    private readonly RawStatement _hours = Tier(connection, "rollup_1h");
    private readonly RawStatement _samples = new(
        connection, "SELECT time, value FROM sample WHERE series_id = ?1 AND time >= ?2 AND time < ?3 ORDER BY time");

    /// <summary>All windows that begin in <paramref name="range"/>, whose ends lie on windows, ascending.</summary>
    /// <param name="series">The series.</param>
    /// <param name="range">Few enough windows to be held in memory.</param>
    /// <param name="resolution">Their width.</param>
    /// <param name="mostSamples">How many raw samples may be read; lowered by those that were.</param>
    public List<Rollup> Read(SeriesId series, TimeRange range, Resolution resolution, ref long mostSamples)
    {
        // One snapshot: state, marks, rollups and samples must be of one moment.
        _begin.Run();
        try
        {
            Instant published = RollupStateRow.Read(connection).Published ?? Instant.MinValue;
            TimeRange stored = range with { To = published < range.To ? published : range.To };
            LateHours late = new(Marks(series, stored));
            var windows = new List<Rollup>();
            ReadTier(series, stored, resolution, late, windows);
            int fromTier = windows.Count;
            var fold = new WindowFold(new FixedGrid(resolution.Width()), windows);
            foreach (TimeRange raw in late.RawRanges(range, published))
                ReadRaw(series, raw, fold, ref mostSamples);
            fold.Finish();
            if (fromTier > 0 && windows.Count > fromTier)
                windows.Sort(static (a, b) => a.Start.CompareTo(b.Start));
            return windows;
        }
        finally
        {
            _end.Run();
        }
    }

    /// <summary>The first stored windows that begin in <paramref name="range"/>, whether they hold or not, ascending.</summary>
    public List<Rollup> ReadStored(SeriesId series, TimeRange range, Resolution resolution, int atMost)
    {
        var windows = new List<Rollup>();
        RawStatement tier = resolution == Resolution.Hour ? _hours : _cells;
        Bind(tier, series, range);
        while (tier.Step())
        {
            windows.Add(Window(tier));
            if (windows.Count < atMost)
                continue;
            tier.Reset();
            break;
        }
        return windows;
    }

    public void Dispose()
    {
        _begin.Dispose();
        _end.Dispose();
        _marks.Dispose();
        _cells.Dispose();
        _hours.Dispose();
        _samples.Dispose();
    }

    private static RawStatement Tier(SqliteConnection connection, string table) => new(
        connection,
        $"""
        SELECT time, count, min, max, sum, first, first_time, last, last_time, increase
        FROM {table} WHERE series_id = ?1 AND time >= ?2 AND time < ?3 ORDER BY time
        """);

    private static void Bind(RawStatement statement, SeriesId series, TimeRange range)
    {
        statement.Bind(1, series.Value);
        statement.Bind(2, range.From.Microseconds);
        statement.Bind(3, range.To.Microseconds);
    }

    private List<Instant> Marks(SeriesId series, TimeRange range)
    {
        List<Instant> hours = [];
        Bind(_marks, series, range with { From = range.From.Floor(Tiers.HourWidth) });
        while (_marks.Step())
            hours.Add(new Instant(_marks.Integer(0)));
        return hours;
    }

    private void ReadTier(SeriesId series, TimeRange range, Resolution resolution, LateHours late, List<Rollup> windows)
    {
        RawStatement tier = resolution == Resolution.Hour ? _hours : _cells;
        Bind(tier, series, range);
        while (tier.Step())
        {
            if (!late.Contains(new Instant(tier.Integer(0))))
                windows.Add(Window(tier));
        }
    }

    private static Rollup Window(RawStatement tier)
    {
        long start = tier.Integer(0);
        return new Rollup(
            new Instant(start), tier.Integer(1), tier.Real(2), tier.Real(3), tier.Real(4),
            new TimedValue(new Instant(start + tier.Integer(6)), tier.Real(5)),
            new TimedValue(new Instant(start + tier.Integer(8)), tier.Real(7)), tier.Real(9));
    }

    private void ReadRaw(SeriesId series, TimeRange range, WindowFold fold, ref long mostSamples)
    {
        Bind(_samples, series, range);
        while (_samples.Step())
        {
            if (--mostSamples < 0)
            {
                _samples.Reset();
                throw new TooManySamplesException();
            }
            fold.AddSample(new TimedValue(new Instant(_samples.Integer(0)), _samples.Real(1)));
        }
    }
}
