using Barograph.Model;
using Npgsql;

namespace Barograph.Storage.Postgres;

internal sealed class EpisodeLog(RolePool operate) : IEpisodeLog
{
    private const string Columns =
        "id, rule_id, series_id, kind, condition, started_at, fired_at, ended_at, value, extreme, noticed_at, told_at, acknowledged_at, acknowledged_by";

    public ValueTask<bool> TryHoldAsync(string holder, TimeSpan span, CancellationToken cancel) =>
        operate.WriteAsync(async connection =>
            await Sql.ExecuteAsync(
                Sql.Command(connection,
                    """
                    UPDATE alert_holder SET holder = $1, until = clock_timestamp() + $2 * interval '1 microsecond'
                    WHERE holder = $1 OR until <= clock_timestamp()
                    """, Sql.Text(holder), Sql.Span(span)), cancel) > 0, cancel);

    public async ValueTask LetGoAsync(string holder, CancellationToken cancel) =>
        await operate.WriteAsync(connection => Sql.ExecuteAsync(
            Sql.Command(connection, "UPDATE alert_holder SET until = '-infinity' WHERE holder = $1", Sql.Text(holder)), cancel), cancel);

    public ValueTask<bool> SaveAsync(string holder, EpisodeChanges changes, CancellationToken cancel) =>
        operate.WriteAsync(async connection =>
        {
            // Locked until the end of the transaction: whoever takes over waits for it, and then reads what was written here.
            List<int> held = await Sql.ListAsync(
                Sql.Command(connection, "SELECT id FROM alert_holder WHERE holder = $1 AND until > clock_timestamp() FOR SHARE", Sql.Text(holder)),
                static row => row.GetInt32(0), cancel);
            if (held.Count == 0)
                return false;
            foreach (AlertEpisode added in changes.Added)
                await InsertAsync(connection, added, cancel);
            foreach (AlertEpisode now in changes.Changed)
                await Sql.ExecuteAsync(
                    Sql.Command(connection,
                        "UPDATE alert_episode SET started_at = $2, fired_at = $3, ended_at = $4, value = $5, extreme = $6, told_at = $7 WHERE id = $1",
                        Sql.Text(now.Id), Sql.Time(now.StartedAt), Sql.Time(now.FiredAt), Sql.Time(now.EndedAt), Sql.Double(now.Value), Sql.Double(now.Extreme),
                        Sql.Time(now.ToldAt)), cancel);
            foreach (Notice notice in changes.Notices)
                await NoticeRows.InsertAsync(connection, notice, cancel);
            return true;
        }, cancel);

    public async ValueTask<IReadOnlyList<AlertEpisode>> ListAsync(TimeRange range, SeriesId? series, int atMost, CancellationToken cancel) =>
        await operate.RunAsync(connection => Sql.ListAsync(
            Sql.Command(connection,
                $"""
                SELECT {Columns} FROM alert_episode
                WHERE started_at < $2 AND (ended_at IS NULL OR ended_at >= $1) AND ($3 IS NULL OR series_id = $3) ORDER BY started_at DESC, id LIMIT $4
                """, Sql.Time(range.From), Sql.Time(range.To), Sql.Int(series?.Value), Sql.Int(atMost)), Read, cancel), cancel);

    public async ValueTask<IReadOnlyList<AlertEpisode>> ListOpenAsync(CancellationToken cancel) =>
        await operate.RunAsync(connection => Sql.ListAsync(
            Sql.Command(connection, $"SELECT {Columns} FROM alert_episode WHERE ended_at IS NULL ORDER BY started_at DESC, id"), Read, cancel), cancel);

    public async ValueTask<IReadOnlyList<AlertEpisode>> AcknowledgeAsync(IReadOnlyList<string> ids, string by, Instant at, CancellationToken cancel) =>
        await operate.WriteAsync(async connection =>
        {
            await Sql.ExecuteAsync(
                Sql.Command(connection,
                    "UPDATE alert_episode SET acknowledged_at = $2, acknowledged_by = $3 WHERE id = ANY ($1) AND acknowledged_at IS NULL",
                    Sql.Texts([.. ids]), Sql.Time(at), Sql.Text(by)), cancel);
            return await FindAsync(connection, ids, cancel);
        }, cancel);

    public async ValueTask AddLinkAsync(string hash, IReadOnlyList<string> episodes, Instant expiresAt, CancellationToken cancel) =>
        await operate.WriteAsync(connection => Sql.ExecuteAsync(
            Sql.Command(connection,
                "INSERT INTO alert_link (hash, episodes, expires_at) VALUES ($1, $2, $3)",
                Sql.Text(hash), Sql.Text(NoticeRows.Join(episodes)), Sql.Time(expiresAt)), cancel), cancel);

    public async ValueTask<IReadOnlyList<AlertEpisode>?> FindLinkAsync(string hash, Instant now, CancellationToken cancel) =>
        await operate.RunAsync(async connection =>
        {
            List<string> episodes = await Sql.ListAsync(
                Sql.Command(connection, "SELECT episodes FROM alert_link WHERE hash = $1 AND expires_at > $2", Sql.Text(hash), Sql.Time(now)),
                static row => row.GetString(0), cancel);
            return episodes.Count == 0 ? null : await FindAsync(connection, NoticeRows.Split(episodes[0]), cancel);
        }, cancel);

    public async ValueTask NoteAliveAsync(Instant now, TimeRange? away, CancellationToken cancel) =>
        await operate.WriteAsync(async connection =>
        {
            if (away is { } gone)
                await Sql.ExecuteAsync(
                    Sql.Command(connection,
                        "INSERT INTO server_away (from_time, until_time) VALUES ($1, $2) ON CONFLICT DO NOTHING", Sql.Time(gone.From), Sql.Time(gone.To)), cancel);
            return await Sql.ExecuteAsync(
                Sql.Command(connection,
                    "INSERT INTO server_alive (id, alive_at) VALUES (1, $1) ON CONFLICT (id) DO UPDATE SET alive_at = excluded.alive_at", Sql.Time(now)), cancel);
        }, cancel);

    public async ValueTask<(Instant? AliveAt, IReadOnlyList<TimeRange> Away)> ReadAliveAsync(Instant now, CancellationToken cancel) =>
        await operate.RunAsync<(Instant?, IReadOnlyList<TimeRange>)>(async connection => (
            await Sql.SingleAsync(
                Sql.Command(connection, "SELECT max(alive_at) FROM server_alive"), static row => Sql.GetTimeOrNull(row, 0), cancel),
            await Sql.ListAsync(
                Sql.Command(connection, "SELECT from_time, until_time FROM server_away WHERE until_time > $1 ORDER BY from_time", Sql.Time(now - AlertMemory.OfTimesAway)),
                static row => new TimeRange(Sql.GetTime(row, 0), Sql.GetTime(row, 1)), cancel)), cancel);

    public ValueTask<int> PruneAsync(Instant before, CancellationToken cancel) =>
        operate.WriteAsync(async connection =>
        {
            foreach (string sql in (string[])["DELETE FROM outbox WHERE settled_at < $1", "DELETE FROM alert_link WHERE expires_at < $1", "DELETE FROM server_away WHERE until_time < $1"])
                await Sql.ExecuteAsync(Sql.Command(connection, sql, Sql.Time(before)), cancel);
            return await Sql.ExecuteAsync(Sql.Command(connection, "DELETE FROM alert_episode WHERE ended_at < $1", Sql.Time(before)), cancel);
        }, cancel);

    private static async ValueTask InsertAsync(NpgsqlConnection connection, AlertEpisode added, CancellationToken cancel) =>
        await Sql.ExecuteAsync(
            Sql.Command(connection,
                $"INSERT INTO alert_episode ({Columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) ON CONFLICT DO NOTHING",
                Sql.Text(added.Id), Sql.Int(added.RuleId), Sql.Int(added.Series.Value), Sql.Small((int)added.Kind), Sql.Text(added.Condition),
                Sql.Time(added.StartedAt), Sql.Time(added.FiredAt), Sql.Time(added.EndedAt), Sql.Double(added.Value), Sql.Double(added.Extreme),
                Sql.Time(added.NoticedAt), Sql.Time(added.ToldAt), Sql.Time(added.AcknowledgedAt), Sql.Text(added.AcknowledgedBy)), cancel);

    private static async ValueTask<List<AlertEpisode>> FindAsync(NpgsqlConnection connection, IReadOnlyList<string> ids, CancellationToken cancel) =>
        await Sql.ListAsync(
            Sql.Command(connection, $"SELECT {Columns} FROM alert_episode WHERE id = ANY ($1) ORDER BY array_position($1, id)", Sql.Texts([.. ids])), Read, cancel);

    private static AlertEpisode Read(NpgsqlDataReader row) => new(
        row.GetString(0), row.GetInt32(1), new SeriesId(row.GetInt32(2)), (AlertKind)row.GetInt16(3), row.GetString(4), Sql.GetTime(row, 5), Sql.GetTime(row, 6),
        Sql.GetTimeOrNull(row, 7), Sql.GetDoubleOrNull(row, 8), Sql.GetDoubleOrNull(row, 9), Sql.GetTime(row, 10), Sql.GetTimeOrNull(row, 11),
        Sql.GetTimeOrNull(row, 12), Sql.GetTextOrNull(row, 13));
}
