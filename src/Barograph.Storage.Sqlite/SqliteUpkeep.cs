using Barograph.Model;
using Barograph.Storage.Sqlite.Rollups;

namespace Barograph.Storage.Sqlite;

internal sealed class SqliteUpkeep(SqliteEngine engine, string path) : IUpkeep
{
    // Some 10 ms of the writer's time: acknowledgements wait no longer than that for it.
    private const int ReceiptsAtOnce = 5000;
    private const int RejectionsKept = 50;
    private const long MicrosecondsPerMinute = 60 * Instant.MicrosecondsPerSecond;

    private readonly RollingUp _rollingUp = new(engine);
    private readonly RawDrop _rawDrop = new(engine);

    public ValueTask RollUpAsync(Instant now, CancellationToken cancel) => _rollingUp.RunAsync(now, cancel);

    public ValueTask DropRawAsync(Instant before, CancellationToken cancel) => _rawDrop.RunAsync(before, cancel);

    public ValueTask<RetentionForecast> ForecastAsync(Instant before, CancellationToken cancel) => _rawDrop.ForecastAsync(before, path, cancel);

    public ValueTask PrepareAsync(Instant now, CancellationToken cancel)
    {
        engine.Demand();
        return ValueTask.CompletedTask;
    }

    public async ValueTask<int> PruneReceiptsAsync(Instant before, CancellationToken cancel)
    {
        int total = 0;
        int removed;
        do
        {
            removed = await engine.TransactAsync(
                db => db.Execute(
                    """
                    DELETE FROM receipt WHERE (device_id, id) IN
                        (SELECT device_id, id FROM receipt WHERE time < $1 ORDER BY time LIMIT $2)
                    """,
                    before, ReceiptsAtOnce),
                cancel);
            total += removed;
        }
        while (removed == ReceiptsAtOnce);
        return total;
    }

    /// <summary>Minutes that end after <paramref name="before"/> are left for the next time.</summary>
    public async ValueTask CompactActivityAsync(Instant before, CancellationToken cancel)
    {
        long beforeMinute = Math.DivRem(before.Microseconds, MicrosecondsPerMinute, out long rest);
        if (rest < 0)
            beforeMinute--;
        await engine.TransactAsync(
            db =>
            {
                db.Execute(
                    """
                    CREATE TEMP TABLE folded AS
                    SELECT device_id, max(minute) AS minute, sum(reports) AS reports, sum(samples) AS samples,
                        sum(rejected) AS rejected, sum(clock_faults) AS clock_faults, max(last_time) AS last_time
                    FROM activity WHERE minute < $1 GROUP BY device_id HAVING count(*) > 1
                    """,
                    beforeMinute);
                db.Execute("DELETE FROM activity WHERE minute < $1 AND device_id IN (SELECT device_id FROM temp.folded)", beforeMinute);
                db.Execute("INSERT INTO activity SELECT * FROM temp.folded");
                db.Execute("DROP TABLE temp.folded");
                return db.Execute(
                    """
                    DELETE FROM rejection WHERE id IN (SELECT id FROM
                        (SELECT id, row_number() OVER (PARTITION BY device_id ORDER BY time DESC, id DESC) AS place FROM rejection)
                        WHERE place > $1)
                    """,
                    RejectionsKept);
            },
            cancel);
    }
}
