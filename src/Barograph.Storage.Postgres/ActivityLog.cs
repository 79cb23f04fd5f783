using Barograph.Model;
using Npgsql;

namespace Barograph.Storage.Postgres;

internal sealed class ActivityLog(RolePool catalog, RolePool operate) : IActivityLog
{
    public async ValueTask AppendAsync(
        IReadOnlyList<DeviceActivity> activity, IReadOnlyList<DeviceRejection> rejections, CancellationToken cancel)
    {
        if (activity.Count == 0 && rejections.Count == 0)
            return;
        await catalog.WriteAsync(async connection =>
        {
            // The last seconds may be lost, so this need not wait for the disk, and must not wait for a standby that is away.
            await Sql.ExecuteAsync(Sql.Command(connection, "SET LOCAL synchronous_commit = off"), cancel);
            await AppendActivityAsync(connection, activity, cancel);
            foreach (DeviceRejection rejection in rejections)
                await Sql.ExecuteAsync(
                    Sql.Command(connection,
                        "INSERT INTO rejection (device_id, time, code, metric, detail) VALUES ($1, $2, $3, $4, $5)",
                        Sql.Int(rejection.DeviceId), Sql.Time(rejection.At), Sql.Text(rejection.Code), Sql.Text(Storable(rejection.Metric)),
                        Sql.Text(Storable(rejection.Detail))), cancel);
            return true;
        }, cancel);
    }

    public async ValueTask<IReadOnlyList<DeviceActivity>> SumAsync(CancellationToken cancel) =>
        await operate.RunAsync(connection => Sql.ListAsync(
            Sql.Command(connection,
                """
                SELECT device_id, max(last_time),
                       sum(reports)::bigint, sum(samples)::bigint, sum(rejected)::bigint, sum(clock_faults)::bigint
                FROM activity GROUP BY device_id ORDER BY device_id
                """),
            static row => new DeviceActivity(
                row.GetInt32(0), Sql.GetTime(row, 1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5)), cancel), cancel);

    public async ValueTask<IReadOnlyList<DeviceRejection>> RejectionsAsync(int deviceId, int atMost, CancellationToken cancel) =>
        await operate.RunAsync(connection => Sql.ListAsync(
            Sql.Command(connection,
                """
                SELECT device_id, time, code, metric, detail FROM rejection
                WHERE device_id = $1 ORDER BY time DESC, id DESC LIMIT $2
                """, Sql.Int(deviceId), Sql.Int(atMost)),
            static row => new DeviceRejection(
                row.GetInt32(0), Sql.GetTime(row, 1), row.GetString(2), Sql.GetTextOrNull(row, 3), row.GetString(4)), cancel), cancel);

    private static async ValueTask AppendActivityAsync(
        NpgsqlConnection connection, IReadOnlyList<DeviceActivity> activity, CancellationToken cancel)
    {
        if (activity.Count == 0)
            return;
        await Sql.ExecuteAsync(
            Sql.Command(connection,
                """
                INSERT INTO activity (device_id, minute, reports, samples, rejected, clock_faults, last_time)
                SELECT a.device_id, date_trunc('minute', a.last_time), a.reports, a.samples, a.rejected, a.clock_faults, a.last_time
                FROM unnest($1::int[], $2::timestamptz[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[])
                    AS a (device_id, last_time, reports, samples, rejected, clock_faults)
                """,
                Sql.Ints([.. activity.Select(a => a.DeviceId)]), Sql.RawTimes([.. activity.Select(a => PgTime.ToRaw(a.LastSeen))]),
                Sql.Longs([.. activity.Select(a => a.Reports)]), Sql.Longs([.. activity.Select(a => a.Samples)]),
                Sql.Longs([.. activity.Select(a => a.Rejected)]), Sql.Longs([.. activity.Select(a => a.ClockFaults)])), cancel);
    }

    /// <summary>These texts quote what a board sent, which may hold what no text column can: NUL and halves of surrogate pairs.</summary>
    private static string? Storable(string? text) => text is null ? null : string.Concat(text.EnumerateRunes()).Replace('\0', '\uFFFD');
}
