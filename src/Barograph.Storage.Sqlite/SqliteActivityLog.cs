namespace Barograph.Storage.Sqlite;

internal sealed class SqliteActivityLog(SqliteEngine engine) : IActivityLog
{
    // The sum is by minute of the last report: flushes of one minute share a row.
    private const string Insert = """
        INSERT INTO activity (device_id, minute, reports, samples, rejected, clock_faults, last_time)
        VALUES ($1, $2 / 60000000, $3, $4, $5, $6, $2)
        ON CONFLICT (device_id, minute) DO UPDATE SET
            reports = reports + excluded.reports, samples = samples + excluded.samples, rejected = rejected + excluded.rejected,
            clock_faults = clock_faults + excluded.clock_faults, last_time = max(last_time, excluded.last_time)
        """;

    public async ValueTask AppendAsync(
        IReadOnlyList<DeviceActivity> activity, IReadOnlyList<DeviceRejection> rejections, CancellationToken cancel)
    {
        if (activity.Count == 0 && rejections.Count == 0)
            return;
        await engine.TransactAsync(
            db =>
            {
                foreach (DeviceActivity a in activity)
                    db.Execute(Insert, a.DeviceId, a.LastSeen, a.Reports, a.Samples, a.Rejected, a.ClockFaults);
                foreach (DeviceRejection r in rejections)
                    db.Execute(
                        "INSERT INTO rejection (device_id, time, code, metric, detail) VALUES ($1, $2, $3, $4, $5)",
                        r.DeviceId, r.At, r.Code, r.Metric, r.Detail);
                return true;
            },
            cancel);
    }

    public async ValueTask<IReadOnlyList<DeviceActivity>> SumAsync(CancellationToken cancel) =>
        await engine.ReadAsync(
            reader => reader.Connection.Rows(
                """
                SELECT device_id, max(last_time), sum(reports), sum(samples), sum(rejected), sum(clock_faults)
                FROM activity GROUP BY device_id ORDER BY device_id
                """,
                row => new DeviceActivity(
                    row.GetInt32(0), row.Time(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5))),
            cancel);

    public async ValueTask<IReadOnlyList<DeviceRejection>> RejectionsAsync(int deviceId, int atMost, CancellationToken cancel) =>
        await engine.ReadAsync(
            reader => reader.Connection.Rows(
                "SELECT device_id, time, code, metric, detail FROM rejection WHERE device_id = $1 ORDER BY time DESC, id DESC LIMIT $2",
                row => new DeviceRejection(row.GetInt32(0), row.Time(1), row.GetString(2), row.TextOrNull(3), row.GetString(4)),
                deviceId, Math.Max(0, atMost)),
            cancel);
}
