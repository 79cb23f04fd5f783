using System.Diagnostics;
using Barograph.Model;
using Barograph.Rollups;

namespace Barograph.Storage.Sqlite.Rollups;

/// <summary>
/// The rolling up itself: announce a watermark, store what is due, publish, repair what came late. It works in pieces on the writer's thread, between the
/// batches, so an append either comes before the announcement and is seen by what follows, or after it and leaves its mark.
/// </summary>
internal sealed class RollingUp(SqliteEngine engine)
{
    // Some 10 ms of the writer's time: acknowledgements wait no longer than that for a piece.
    private const int SamplesAtOnce = 5_000;
    private const int SeriesAtOnce = 500;
    private const int MarksAtOnce = 100;

    public async ValueTask RunAsync(Instant now, CancellationToken cancel)
    {
        RollupState state = await engine.WriteAsync(writer => Announce(writer, now), cancel);
        while (state is { Published: { } published, Announced: { } announced } && published < announced)
        {
            TimeRange stage = Tiers.NextStage(published, announced);
            await StoreAsync(stage, cancel);
            state = await engine.WriteAsync(writer => Publish(writer, stage.To), cancel);
        }
        // One pass in the order of the keys: what becomes late meanwhile behind it waits for the next run, or a busy board could keep this one for ever.
        (int, Instant)? done = (0, Instant.MinValue);
        while (done is { } last)
            done = await PieceAsync(writer => RepairSome(writer, last), cancel);
    }

    /// <summary>Does a piece of work, and then lets others write, if there are others.</summary>
    private async ValueTask<T> PieceAsync<T>(Func<WriterConnection, T> work, CancellationToken cancel)
    {
        long jobs = engine.Demand().Writer.Jobs;
        (T result, TimeSpan took) = await engine.WriteAsync(
            writer =>
            {
                long start = Stopwatch.GetTimestamp();
                return (work(writer), Stopwatch.GetElapsedTime(start));
            },
            cancel);
        TimeSpan pause = Tiers.PauseAfter(took);
        // A look is taken after a hundredth of the pause: without anybody else the rest is not worth it.
        await Task.Delay(pause / 100, cancel);
        if (engine.Demand().Writer.Jobs - jobs > 1)
            await Task.Delay(pause, cancel);
        return result;
    }

    private static RollupState Announce(WriterConnection writer, Instant now)
    {
        RollupState state = RollupStateRow.Read(writer.Connection);
        RollupState next = state.Announce(now);
        // No append runs beside this job, so there is nothing to wait for.
        if (next.Published is null)
            next = next.Begin(FirstHour(writer));
        return next == state ? state : Set(writer, next);
    }

    private static RollupState Publish(WriterConnection writer, Instant published) =>
        Set(writer, RollupStateRow.Read(writer.Connection) with { Published = published });

    private static RollupState Set(WriterConnection writer, RollupState state)
    {
        writer.InTransaction(connection =>
        {
            RollupStateRow.Write(connection, state);
            return true;
        });
        writer.Appender.ReadState();
        return state;
    }

    private static Instant? FirstHour(WriterConnection writer) =>
        writer.Connection.Scalar("SELECT min((SELECT min(time) FROM sample WHERE series_id = series.id)) FROM series") is long first
            ? new Instant(first).Floor(Tiers.HourWidth)
            : null;

    private async ValueTask StoreAsync(TimeRange stage, CancellationToken cancel)
    {
        // A series that is made from now on has no sample in the stage without a mark.
        List<SeriesId> series = await engine.ReadAsync(
            reader => reader.Connection.Rows("SELECT id FROM series ORDER BY id", row => new SeriesId(row.GetInt32(0))), cancel);
        int position = 0;
        Instant from = stage.From;
        while (position < series.Count)
            (position, from) = await PieceAsync(
                writer => writer.InTransaction(_ => StoreSome(writer.Rollups, series, position, new TimeRange(from, stage.To), stage.From)), cancel);
    }

    /// <summary>Goes on at a position and, there, at the beginning of <paramref name="rest"/>; returns where the next piece goes on.</summary>
    private static (int Position, Instant From) StoreSome(
        RollupWriter rollups, List<SeriesId> series, int position, TimeRange rest, Instant stageFrom)
    {
        int read = 0;
        for (int end = Math.Min(series.Count, position + SeriesAtOnce); position < end && read < SamplesAtOnce;)
        {
            (int some, Instant next) = rollups.Store(series[position], rest, SamplesAtOnce - read);
            read += some;
            if (next < rest.To)
                return (position, next);
            position++;
            rest = rest with { From = stageFrom };
        }
        return (position, stageFrom);
    }

    /// <summary>
    /// Marks and rollups change in one transaction, so that no moment has neither. Begins after the mark <paramref name="after"/>; returns the last one that
    /// it repaired, null if there was none.
    /// </summary>
    private static (int Series, Instant Hour)? RepairSome(WriterConnection writer, (int Series, Instant Hour) after) =>
        writer.InTransaction<(int, Instant)?>(connection =>
        {
            List<(int Series, Instant Hour)> marks = connection.Rows(
                "SELECT series_id, hour FROM rollup_late WHERE (series_id, hour) > ($1, $2) ORDER BY series_id, hour LIMIT $3",
                row => (row.GetInt32(0), row.Time(1)), after.Series, after.Hour, MarksAtOnce);
            (int, Instant)? repaired = null;
            int read = 0;
            foreach ((int series, Instant hour) in marks)
            {
                if (read >= SamplesAtOnce)
                    break;
                connection.Execute("DELETE FROM rollup_late WHERE series_id = $1 AND hour = $2", series, hour);
                TimeRange range = new(hour, new Instant(hour.Microseconds + Tiers.HourWidth));
                read += writer.Rollups.Store(new SeriesId(series), range, int.MaxValue).Read;
                repaired = (series, hour);
            }
            return repaired;
        });
}
