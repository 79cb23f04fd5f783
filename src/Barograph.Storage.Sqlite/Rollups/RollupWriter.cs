using Barograph.Model;
using Barograph.Rollups;
using Microsoft.Data.Sqlite;

namespace Barograph.Storage.Sqlite.Rollups;

/// <summary>Computes rollups from raw and stores them. For the writer's thread, inside a transaction; dispose before the connection.</summary>
internal sealed class RollupWriter(SqliteConnection connection) : IDisposable
{
    private static readonly FixedGrid CellGrid = new(Tiers.CellWidth);
    private static readonly FixedGrid HourGrid = new(Tiers.HourWidth);

    private readonly RawStatement _samples = new(
        connection, "SELECT time, value FROM sample WHERE series_id = ?1 AND time >= ?2 AND time < ?3 ORDER BY time");
    private readonly RawStatement _putCell = new(connection, "REPLACE INTO rollup_5m VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)");
    private readonly RawStatement _putHour = new(connection, "REPLACE INTO rollup_1h VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)");
    private readonly List<Rollup> _cells = [];
    private readonly List<Rollup> _hours = [];

    /// <summary>
    /// Stores the rollups of whole <paramref name="hours"/>, but ends early, after a whole hour, when it has read <paramref name="enough"/> samples.
    /// Returns how many it read and the hour to go on with (the end of the range if it is done).
    /// </summary>
    public (int Read, Instant Next) Store(SeriesId series, TimeRange hours, int enough)
    {
        (int read, Instant next) = ReadCells(series, hours, enough);
        _hours.Clear();
        var fold = new WindowFold(HourGrid, _hours);
        foreach (Rollup cell in _cells)
        {
            fold.AddCell(cell);
            Put(_putCell, series, cell);
        }
        fold.Finish();
        foreach (Rollup hour in _hours)
            Put(_putHour, series, hour);
        return (read, next);
    }

    public void Dispose()
    {
        _samples.Dispose();
        _putCell.Dispose();
        _putHour.Dispose();
    }

    private (int Read, Instant Next) ReadCells(SeriesId series, TimeRange hours, int enough)
    {
        _cells.Clear();
        var fold = new WindowFold(CellGrid, _cells);
        _samples.Bind(1, series.Value);
        _samples.Bind(2, hours.From.Microseconds);
        _samples.Bind(3, hours.To.Microseconds);
        int read = 0;
        Instant hourEnd = hours.From;
        Instant next = hours.To;
        while (_samples.Step())
        {
            var sample = new TimedValue(new Instant(_samples.Integer(0)), _samples.Real(1));
            if (sample.Time >= hourEnd)
            {
                TimeRange hour = HourGrid.WindowAt(sample.Time);
                if (read >= enough)
                {
                    next = hour.From;
                    _samples.Reset();
                    break;
                }
                hourEnd = hour.To;
            }
            fold.AddSample(sample);
            read++;
        }
        fold.Finish();
        return (read, next);
    }

    private static void Put(RawStatement put, SeriesId series, in Rollup rollup)
    {
        long start = rollup.Start.Microseconds;
        put.Bind(1, series.Value);
        put.Bind(2, start);
        put.Bind(3, rollup.Count);
        put.Bind(4, rollup.Min);
        put.Bind(5, rollup.Max);
        put.Bind(6, rollup.Sum);
        put.Bind(7, rollup.First.Value);
        put.Bind(8, rollup.First.Time.Microseconds - start);
        put.Bind(9, rollup.Last.Value);
        put.Bind(10, rollup.Last.Time.Microseconds - start);
        put.Bind(11, rollup.Increase);
        put.Run();
    }
}
