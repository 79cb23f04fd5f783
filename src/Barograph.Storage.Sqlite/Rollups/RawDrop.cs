using Barograph.Model;
using Barograph.Rollups;
using Microsoft.Data.Sqlite;

namespace Barograph.Storage.Sqlite.Rollups;

/// <summary>Drops raw samples whose rollups are safe. First the new bound is committed, then the rows go in pieces; a later run finishes what a killed one left.</summary>
internal sealed class RawDrop(SqliteEngine engine)
{
    // Some 10 ms of the writer's time.
    private const int SamplesAtOnce = 5_000;

    // The rows, their share of the pages, and what a B-tree leaves empty; measured on a million samples: 22 to 25.
    private const long BytesPerSample = 24;

    public async ValueTask RunAsync(Instant before, CancellationToken cancel)
    {
        Instant? rawFrom = await engine.WriteAsync(writer => MoveBound(writer, before), cancel);
        if (rawFrom is not { } bound)
            return;
        List<int> series = await engine.ReadAsync(reader => Series(reader.Connection), cancel);
        foreach (int id in series)
            while (await engine.TransactAsync(connection => DropSome(connection, id, bound), cancel))
            {
                // The next piece.
            }
    }

    public async ValueTask<RetentionForecast> ForecastAsync(Instant before, string path, CancellationToken cancel)
    {
        Instant weekAgo = engine.Now - TimeSpan.FromDays(7);
        return await engine.ReadAsync(
            reader =>
            {
                SqliteConnection db = reader.Connection;
                RollupState state = RollupStateRow.Read(db);
                Instant? bound = Bound(db, state, before);
                long samples = bound is { } to ? Count(db, state.RawFrom ?? Instant.MinValue, to) : 0;
                long lastWeek = Count(db, weekAgo, Instant.MaxValue);
                return new RetentionForecast(
                    bound, bound is { } cut && cut < before.Floor(Tiers.HourWidth) ? "Later readings are not rolled up yet; that takes some minutes." : null,
                    samples, samples * BytesPerSample, SizeOf(path) + SizeOf(path + "-wal"), BytesAreReused: true,
                    new DriveInfo(Path.GetDirectoryName(path)!).AvailableFreeSpace, lastWeek * BytesPerSample / 7);
            },
            cancel);
    }

    private static long SizeOf(string path) => new FileInfo(path) is { Exists: true } file ? file.Length : 0;

    /// <summary>Commits the time before which samples go. No sample from before it can come in any more, and every rollup from before it is stored and holds.</summary>
    private static Instant? MoveBound(WriterConnection writer, Instant before)
    {
        RollupState state = RollupStateRow.Read(writer.Connection);
        Instant? bound = Bound(writer.Connection, state, before);
        if (bound > (state.RawFrom ?? Instant.MinValue))
        {
            writer.InTransaction(connection =>
            {
                RollupStateRow.Write(connection, state with { RawFrom = bound });
                return true;
            });
            writer.Appender.ReadState();
        }
        return bound ?? state.RawFrom;
    }

    /// <summary>The latest time up to which all rollups hold, not after <paramref name="before"/>; null if there are none.</summary>
    private static Instant? Bound(SqliteConnection connection, RollupState state, Instant before)
    {
        if (state.Published is not { } bound)
            return null;
        if (before.Floor(Tiers.HourWidth) < bound)
            bound = before.Floor(Tiers.HourWidth);
        if (connection.Scalar("SELECT min(hour) FROM rollup_late") is long late && new Instant(late) < bound)
            bound = new Instant(late);
        return bound > state.RawFrom ? bound : state.RawFrom ?? bound;
    }

    private static List<int> Series(SqliteConnection connection) => connection.Rows("SELECT id FROM series ORDER BY id", row => row.GetInt32(0));

    /// <summary>By the rollups of whole hours, which is exact where they hold.</summary>
    private static long Count(SqliteConnection connection, Instant from, Instant to) =>
        (long)connection.Scalar(
            "SELECT coalesce(sum((SELECT sum(count) FROM rollup_1h WHERE series_id = series.id AND time >= $1 AND time < $2)), 0) FROM series", from, to)!;

    /// <summary>False when nothing is left of the series.</summary>
    private static bool DropSome(SqliteConnection connection, int series, Instant bound)
    {
        object? end = connection.Scalar(
            "SELECT time FROM sample WHERE series_id = $1 AND time < $2 ORDER BY time LIMIT 1 OFFSET $3", series, bound, SamplesAtOnce);
        connection.Execute("DELETE FROM sample WHERE series_id = $1 AND time < $2", series, end ?? bound);
        return end is not null;
    }
}
