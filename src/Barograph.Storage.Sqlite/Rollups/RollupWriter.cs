using Barograph.Model;
using Barograph.Rollups;
using Microsoft.Data.Sqlite;

namespace Barograph.Storage.Sqlite.Rollups;

/// <summary>Computes rollups from raw and stores them. For the writer's thread, inside a transaction; dispose before the connection.</summary>
internal sealed class RollupWriter(SqliteConnection connection) : IDisposable
{
    private readonly RawStatement _samples = new(
        connection, "SELECT time, value FROM sample WHERE series_id = ?1 AND time >= ?2 AND time < ?3 ORDER BY time");
    private readonly RawStatement _putCell = new(connection, "REPLACE INTO rollup_5m VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)");
    private readonly RawStatement _putHour = new(connection, "REPLACE INTO rollup_1h VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)");
    private readonly TierFold _fold = new();

    /// <summary>
    /// Stores the rollups of whole <paramref name="hours"/>, but ends early, after a whole hour, when it has read <paramref name="enough"/> samples.
    /// Returns how many it read and the hour to go on with (the end of the range if it is done).
    /// </summary>
    public (int Read, Instant Next) Store(SeriesId series, TimeRange hours, int enough)
    {
        _fold.Clear();
        (int read, Instant next) = ReadSamples(series, hours, enough);
        _fold.Finish();
        foreach (Rollup cell in _fold.Cells)
            Put(_putCell, series, cell);
        foreach (Rollup hour in _fold.Hours)
            Put(_putHour, series, hour);
        return (read, next);
    }

    /// <summary>Stores a window that was computed elsewhere.</summary>
    public void Put(SeriesId series, Resolution resolution, in Rollup window) => Put(resolution == Resolution.Hour ? _putHour : _putCell, series, window);

    public void Dispose()
    {
        _samples.Dispose();
        _putCell.Dispose();
        _putHour.Dispose();
    }

    private (int Read, Instant Next) ReadSamples(SeriesId series, TimeRange hours, int enough)
    {
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
                Instant hour = sample.Time.Floor(Tiers.HourWidth);
                if (read >= enough)
                {
                    next = hour;
                    _samples.Reset();
                    break;
                }
                hourEnd = new Instant(hour.Microseconds + Tiers.HourWidth);
            }
            _fold.Add(sample);
            read++;
        }
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
