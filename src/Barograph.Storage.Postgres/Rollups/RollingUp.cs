using System.Diagnostics;
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
    /// <summary>How many samples one transaction reads, as near as can be guessed: a fraction of a second.</summary>
    private const int SamplesAtOnce = 100_000;

    private const int SeriesAtOnce = 5_000;

    /// <summary>Of a board that measures ten times a second they are 7 million samples.</summary>
    private const int MarksAtOnce = 200;

    /// <summary>Appends usually end within milliseconds: 20 short looks at them, then one a second for half a minute.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongPause = TimeSpan.FromSeconds(1);
    private const int ShortLooks = 20, MostLooks = 50;

    public async ValueTask RunAsync(Instant now, CancellationToken cancel)
    {
        if (await IfOursAsync(connection => AnnounceAsync(connection, now, cancel), cancel) is not { Announced: { } announced })
            return;
        await WaitForAppendsAsync(cancel);
        RollupState? state = await IfOursAsync<RollupState?>(async connection => await BeginAsync(connection, cancel), cancel);
        // Not beyond what was announced before the wait, though another process may have announced more meanwhile.
        while (state is { Published: { } published } && published < announced)
        {
            TimeRange stage = Tiers.NextStage(published, announced);
            if (!await StoreAsync(stage, cancel))
                return;
            state = await IfOursAsync(connection => PublishAsync(connection, stage, cancel), cancel);
        }
        // One pass in the order of the keys: what becomes late meanwhile behind it waits for the next run, or a busy board could keep this one for ever.
        (int, Instant)? done = (0, Instant.MinValue);
        while (done is { } last)
            done = await PieceAsync(connection => RepairSomeAsync(connection, last, cancel), cancel);
    }

    private static async ValueTask<RollupState?> AnnounceAsync(NpgsqlConnection connection, Instant now, CancellationToken cancel)
    {
        RollupState state = await RollupStateRow.ReadAsync(connection, cancel);
        RollupState next = state.Announce(now);
        if (next != state)
            await RollupStateRow.WriteWatermarksAsync(connection, next, cancel);
        return next;
    }

    private static async ValueTask<RollupState> BeginAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        RollupState state = await RollupStateRow.ReadAsync(connection, cancel);
        if (state.Published is not null)
            return state;
        state = state.Begin(await FirstHourAsync(connection, cancel));
        await RollupStateRow.WriteWatermarksAsync(connection, state, cancel);
        return state;
    }

    private static async ValueTask<Instant?> FirstHourAsync(NpgsqlConnection connection, CancellationToken cancel) =>
        await Sql.SingleAsync(
            Sql.Command(connection,
                "SELECT min((SELECT time FROM sample WHERE series_id = series.id ORDER BY time LIMIT 1)) FROM series"),
            static row => Sql.GetTimeOrNull(row, 0)?.Floor(Tiers.HourWidth), cancel);

    /// <summary>Only if it still stands where the stage began: another process may have worked meanwhile.</summary>
    private static async ValueTask<RollupState?> PublishAsync(NpgsqlConnection connection, TimeRange stage, CancellationToken cancel)
    {
        RollupState state = await RollupStateRow.ReadAsync(connection, cancel);
        if (state.Published != stage.From || state.Announced < stage.To)
            return null;
        state = state with { Published = stage.To };
        await RollupStateRow.WriteWatermarksAsync(connection, state, cancel);
        return state;
    }

    /// <summary>Returns when every append that may not know the announced watermark has ended.</summary>
    private async ValueTask WaitForAppendsAsync(CancellationToken cancel)
    {
        HashSet<string> ignorant = [.. await AppendsAsync(cancel)];
        for (int i = 0; ignorant.Count > 0; i++)
        {
            if (i == MostLooks)
                throw new StorageUnavailableException(
                    "Somebody has been adding samples in one transaction for half a minute (a commit that waits for a standby, or a session that "
                    + "was left open; see pg_locks and pg_stat_activity). Rollups wait for it; charts are right meanwhile.");
            await Task.Delay(i < ShortLooks ? Pause : LongPause, cancel);
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
        int atOnce = 10;
        for (int position = 0; position < series.Count;)
        {
            List<int> some = series.GetRange(position, Math.Min(atOnce, series.Count - position));
            if (await PieceAsync<int?>(connection => StoreSomeAsync(connection, stage, some, cancel), cancel) is not { } read)
                return false;
            position += some.Count;
            // As many of the next ones as would have made the right number of samples now, but no leaps.
            double fit = read == 0 ? double.MaxValue : (double)SamplesAtOnce * some.Count / read;
            atOnce = (int)Math.Clamp(fit, 1, Math.Min(4 * atOnce, SeriesAtOnce));
        }
        return true;
    }

    /// <summary>
    /// Returns how many samples it read, or null if another process has published the stage: then marks may have been repaired already, and an older fold must
    /// not cover them.
    /// </summary>
    private static async ValueTask<int?> StoreSomeAsync(NpgsqlConnection connection, TimeRange stage, List<int> series, CancellationToken cancel)
    {
        if ((await RollupStateRow.ReadAsync(connection, cancel)).Published != stage.From)
            return null;
        List<long> from = [.. Enumerable.Repeat(PgTime.ToRaw(stage.From), series.Count)];
        List<long> to = [.. Enumerable.Repeat(PgTime.ToRaw(stage.To), series.Count)];
        return await Folding.StoreAsync(connection, series, from, to, cancel);
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
        List<(int Series, Instant Hour)> all = [.. marks.Distinct().Order()];
        // Whose raw samples are gone keeps the rollup that it has.
        Instant rawFrom = (await RollupStateRow.ReadAsync(connection, cancel)).RawFrom ?? Instant.MinValue;
        List<(int Series, Instant Hour)> late = [.. all.Where(mark => mark.Hour >= rawFrom)];
        if (late.Count > 0)
            await Folding.StoreAsync(
                connection, [.. late.Select(mark => mark.Series)], [.. late.Select(mark => PgTime.ToRaw(mark.Hour))],
                [.. late.Select(mark => PgTime.ToRaw(mark.Hour) + Tiers.HourWidth)], cancel);
        return all.Count > 0 ? all[^1] : null;
    }

    /// <summary>Does a piece of work as <see cref="IfOursAsync"/>, and then leaves the database to others, if there are others.</summary>
    private async ValueTask<T?> PieceAsync<T>(Func<NpgsqlConnection, ValueTask<T?>> work, CancellationToken cancel)
    {
        long start = Stopwatch.GetTimestamp();
        T? result = await IfOursAsync(work, cancel);
        TimeSpan took = Stopwatch.GetElapsedTime(start);
        if ((await AppendsAsync(cancel)).Count > 0)
            await Task.Delay(Tiers.PauseAfter(took), cancel);
        return result;
    }

    /// <summary>Runs work in a transaction that holds upkeep's lock; null if another process holds it.</summary>
    private async ValueTask<T?> IfOursAsync<T>(Func<NpgsqlConnection, ValueTask<T?>> work, CancellationToken cancel) =>
        await upkeep.WriteAsync(
            async connection => await UpkeepLock.TryTakeAsync(connection, cancel) ? await work(connection) : default, cancel);
}
