using Barograph.Model;
using Npgsql;

namespace Barograph.Storage.Postgres;

internal sealed class Upkeep(RolePool upkeep, TimeProvider clock) : IUpkeep, IDisposable
{
    private const int KeptRejections = 50;

    private readonly RollingUp _rollingUp = new(upkeep);
    private readonly RawDrop _rawDrop = new(upkeep);

    // The works of one process wait for each other, because all of them are due at the same moments (the start, every full hour after it): if one gave way to
    // the other, as to another process, it might do so every time.
    private readonly SemaphoreSlim _turn = new(1);

    public async ValueTask RollUpAsync(Instant now, CancellationToken cancel) =>
        await InTurnAsync(
            async () =>
            {
                await _rollingUp.RunAsync(now, cancel);
                return 0;
            },
            cancel);

    public async ValueTask DropRawAsync(Instant before, CancellationToken cancel) =>
        await InTurnAsync(
            async () =>
            {
                await _rawDrop.RunAsync(before, cancel);
                return 0;
            },
            cancel);

    public ValueTask<RetentionForecast> ForecastAsync(Instant before, CancellationToken cancel) =>
        _rawDrop.ForecastAsync(before, Instant.Now(clock), cancel);

    public async ValueTask PrepareAsync(Instant now, CancellationToken cancel) =>
        await upkeep.WriteAsync(connection =>
            // The function takes its own lock, because others call it too.
            Sql.SingleAsync(Sql.Command(connection,
                "SELECT ensure_partitions($1)", Sql.Time(now)), static row => row.GetInt32(0), cancel), cancel);

    public ValueTask<int> PruneReceiptsAsync(Instant before, CancellationToken cancel) =>
        InTurnAsync(() => upkeep.WriteAsync(async connection =>
        {
            if (!await UpkeepLock.TryTakeAsync(connection, cancel))
                return 0;
            return await Sql.ExecuteAsync(Sql.Command(connection, "DELETE FROM receipt WHERE time < $1", Sql.Time(before)), cancel);
        }, cancel), cancel);

    public async ValueTask CompactActivityAsync(Instant before, CancellationToken cancel) =>
        await InTurnAsync(() => upkeep.WriteAsync(async connection =>
        {
            if (!await UpkeepLock.TryTakeAsync(connection, cancel))
                return 0;
            await Sql.ExecuteAsync(
                Sql.Command(connection,
                    """
                    WITH folded AS (DELETE FROM activity WHERE minute < $1 RETURNING *)
                    INSERT INTO activity (device_id, minute, reports, samples, rejected, clock_faults, last_time)
                    SELECT device_id, max(minute), sum(reports), sum(samples), sum(rejected), sum(clock_faults), max(last_time)
                    FROM folded GROUP BY device_id
                    """, Sql.Time(before)), cancel);
            return await Sql.ExecuteAsync(
                Sql.Command(connection,
                    """
                    DELETE FROM rejection WHERE id IN (
                        SELECT id FROM (
                            SELECT id, row_number() OVER (PARTITION BY device_id ORDER BY time DESC, id DESC) AS place
                            FROM rejection) ranked
                        WHERE place > $1)
                    """, Sql.Int(KeptRejections)), cancel);
        }, cancel), cancel);

    public void Dispose() => _turn.Dispose();

    private async ValueTask<T> InTurnAsync<T>(Func<ValueTask<T>> work, CancellationToken cancel)
    {
        await _turn.WaitAsync(cancel);
        try
        {
            return await work();
        }
        finally
        {
            _turn.Release();
        }
    }
}
