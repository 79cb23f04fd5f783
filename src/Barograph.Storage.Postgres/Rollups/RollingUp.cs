using Barograph.Model;
using Barograph.Rollups;
using Npgsql;

namespace Barograph.Storage.Postgres;

/// <summary>
/// The rolling up itself: announce a watermark, wait until every append knows it, store what is due, publish, repair what came late. Each transaction holds
/// upkeep's lock, so of several processes one works; the others go away and come back later.
/// </summary>
internal sealed class RollingUp(RolePool upkeep)
{
    /// <summary>How many hours of one series one transaction reads: at 10 s between samples some 180,000 samples, a fraction of a second.</summary>
    private const int HoursAtOnce = 500;

    private const int MarksAtOnce = 2_000;

    /// <summary>Appends end within a second or are given up after some; between two looks at them.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    public async ValueTask RunAsync(Instant now, CancellationToken cancel)
    {
        RollupState? state = await IfOursAsync(connection => AnnounceAsync(connection, now, cancel), cancel);
        if (state is null)
            return;
        await WaitForAppendsAsync(cancel);
        while (state is { Published: { } published, Announced: { } announced } && published < announced)
        {
            TimeRange stage = Tiers.NextStage(published, announced);
            if (!await StoreAsync(stage, cancel))
                return;
            state = await IfOursAsync(connection => PublishAsync(connection, stage, cancel), cancel);
        }
        // One pass in the order of the keys: what becomes late meanwhile behind it waits for the next run, or a busy board could keep this one for ever.
        (int, Instant)? done = (0, Instant.MinValue);
        while (done is { } last)
            done = await IfOursAsync(connection => RepairSomeAsync(connection, last, cancel), cancel);
    }

    private static async ValueTask<RollupState?> AnnounceAsync(NpgsqlConnection connection, Instant now, CancellationToken cancel)
    {
        RollupState state = await RollupState.ReadAsync(connection, cancel);
        RollupState next = Next(state, now, state.Published is null ? await FirstHourAsync(connection, cancel) : null);
        if (next != state)
            await next.WriteWatermarksAsync(connection, cancel);
        return next;
    }

    private static RollupState Next(RollupState state, Instant now, Instant? firstHour)
    {
        Instant due = Tiers.Due(now);
        if (state is not { Announced: { } announced, Published: { } published })
            return state with { Announced = due, Published = firstHour < due ? firstHour : due };
        if (Tiers.IsFromTheFuture(announced, now))
        {
            // Rollups from after the watermark are never read, and are written anew when it comes there again.
            Instant back = state.RawFrom > due ? state.RawFrom.Value : due;
            return state with { Announced = back, Published = published < back ? published : back };
        }
        return due > announced ? state with { Announced = due } : state;
    }

    private static async ValueTask<Instant?> FirstHourAsync(NpgsqlConnection connection, CancellationToken cancel) =>
        await Sql.SingleAsync(
            Sql.Command(connection,
                "SELECT min((SELECT time FROM sample WHERE series_id = series.id ORDER BY time LIMIT 1)) FROM series"),
            static row => Sql.GetTimeOrNull(row, 0)?.Floor(Tiers.HourWidth), cancel);

    /// <summary>Only if it still stands where the stage began: another process may have worked meanwhile.</summary>
    private static async ValueTask<RollupState?> PublishAsync(NpgsqlConnection connection, TimeRange stage, CancellationToken cancel)
    {
        RollupState state = await RollupState.ReadAsync(connection, cancel);
        if (state.Published != stage.From || state.Announced < stage.To)
            return null;
        state = state with { Published = stage.To };
        await state.WriteWatermarksAsync(connection, cancel);
        return state;
    }

    /// <summary>Returns when every append that may not know the announced watermark has ended.</summary>
    private async ValueTask WaitForAppendsAsync(CancellationToken cancel)
    {
        HashSet<string> ignorant = [.. await AppendsAsync(cancel)];
        while (ignorant.Count > 0)
        {
            await Task.Delay(Pause, cancel);
            ignorant.IntersectWith(await AppendsAsync(cancel));
        }
    }

    private ValueTask<List<string>> AppendsAsync(CancellationToken cancel) =>
        upkeep.RunAsync(connection => Sql.ListAsync(
            Sql.Command(connection, "SELECT appends_under_way()"), static row => row.GetString(0), cancel), cancel);

    /// <summary>False if another process has taken over.</summary>
    private async ValueTask<bool> StoreAsync(TimeRange stage, CancellationToken cancel)
    {
        // A series that is made from now on has no sample in the stage without a mark.
        List<int> series = await upkeep.RunAsync(connection => Sql.ListAsync(
            Sql.Command(connection, "SELECT id FROM series ORDER BY id"), static row => row.GetInt32(0), cancel), cancel);
        int hours = (int)((stage.To.Microseconds - stage.From.Microseconds) / Tiers.HourWidth);
        foreach (int[] some in series.Chunk(Math.Max(1, HoursAtOnce / hours)))
        {
            bool? done = await IfOursAsync<bool?>(
                async connection =>
                {
                    // Behind a stage that another process has published, marks may have been repaired already: an older fold must not cover them.
                    RollupState state = await RollupState.ReadAsync(connection, cancel);
                    if (state.Published != stage.From)
                        return null;
                    List<long> from = [.. Enumerable.Repeat(PgTime.ToRaw(stage.From), some.Length)];
                    List<long> to = [.. Enumerable.Repeat(PgTime.ToRaw(stage.To), some.Length)];
                    await Folding.StoreAsync(connection, [.. some], from, to, cancel);
                    return true;
                },
                cancel);
            if (done is null)
                return false;
        }
        return true;
    }

    /// <summary>
    /// Marks and rollups change in one transaction, so that no moment has neither. Begins after the mark <paramref name="after"/>; returns the last one that
    /// it repaired, null if there was none.
    /// </summary>
    private static async ValueTask<(int Series, Instant Hour)?> RepairSomeAsync(
        NpgsqlConnection connection, (int Series, Instant Hour) after, CancellationToken cancel)
    {
        // The marks go first: one that is added after that statement's snapshot stays, and its hour is repaired once more.
        List<(int Series, Instant Hour)> marks = await Sql.ListAsync(
            Sql.Command(connection,
                """
                DELETE FROM rollup_late WHERE (series_id, hour) IN (
                    SELECT DISTINCT series_id, hour FROM rollup_late WHERE (series_id, hour) > ($1, $2) ORDER BY series_id, hour LIMIT $3)
                RETURNING series_id, hour
                """, Sql.Int(after.Series), Sql.Time(after.Hour), Sql.Int(MarksAtOnce)),
            static row => (row.GetInt32(0), Sql.GetTime(row, 1)), cancel);
        List<(int Series, Instant Hour)> late = [.. marks.Distinct().Order()];
        if (late.Count > 0)
            await Folding.StoreAsync(
                connection, [.. late.Select(mark => mark.Series)], [.. late.Select(mark => PgTime.ToRaw(mark.Hour))],
                [.. late.Select(mark => PgTime.ToRaw(mark.Hour) + Tiers.HourWidth)], cancel);
        return late.Count > 0 ? late[^1] : null;
    }

    /// <summary>Runs work in a transaction that holds upkeep's lock; null if another process holds it.</summary>
    private async ValueTask<T?> IfOursAsync<T>(Func<NpgsqlConnection, ValueTask<T?>> work, CancellationToken cancel) =>
        await upkeep.WriteAsync(
            async connection => await UpkeepLock.TryTakeAsync(connection, cancel) ? await work(connection) : default, cancel);
}
