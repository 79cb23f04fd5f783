using Barograph.Model;
using Microsoft.Data.Sqlite;

namespace Barograph.Storage.Sqlite.Catalog;

internal sealed class SqliteEpisodeLog(SqliteEngine engine) : IEpisodeLog
{
    private const string Columns =
        "id, rule_id, series_id, kind, condition, started_at, fired_at, ended_at, value, extreme, noticed_at, told_at, acknowledged_at, acknowledged_by";

    /// <summary>The lock on the file lets nobody else in.</summary>
    public ValueTask<bool> TryHoldAsync(string holder, TimeSpan span, CancellationToken cancel)
    {
        engine.Demand();
        return new ValueTask<bool>(true);
    }

    public ValueTask LetGoAsync(string holder, CancellationToken cancel) => ValueTask.CompletedTask;

    public async ValueTask<bool> SaveAsync(string holder, EpisodeChanges changes, CancellationToken cancel) =>
        await engine.TransactAsync(
            db =>
            {
                foreach (AlertEpisode added in changes.Added)
                    Insert(db, added);
                foreach (AlertEpisode now in changes.Changed)
                    db.Execute(
                        "UPDATE alert_episode SET started_at = $2, fired_at = $3, ended_at = $4, value = $5, extreme = $6, told_at = $7 WHERE id = $1",
                        now.Id, now.StartedAt, now.FiredAt, now.EndedAt, now.Value, now.Extreme, now.ToldAt);
                foreach (Notice notice in changes.Notices)
                    NoticeRows.Insert(db, notice);
                return true;
            },
            cancel);

    public async ValueTask<IReadOnlyList<AlertEpisode>> ListAsync(TimeRange range, SeriesId? series, int atMost, CancellationToken cancel) =>
        await engine.ReadAsync(
            reader => reader.Connection.Rows(
                $"""
                SELECT {Columns} FROM alert_episode
                WHERE started_at < $2 AND (ended_at IS NULL OR ended_at >= $1) AND ($3 IS NULL OR series_id = $3) ORDER BY started_at DESC, id LIMIT $4
                """,
                Read, range.From, range.To, series?.Value, atMost),
            cancel);

    public async ValueTask<IReadOnlyList<AlertEpisode>> ListOpenAsync(CancellationToken cancel) =>
        await engine.ReadAsync(
            reader => reader.Connection.Rows($"SELECT {Columns} FROM alert_episode WHERE ended_at IS NULL ORDER BY started_at DESC, id", Read), cancel);

    public async ValueTask<IReadOnlyList<AlertEpisode>> AcknowledgeAsync(IReadOnlyList<string> ids, string by, Instant at, CancellationToken cancel) =>
        await engine.TransactAsync(
            db =>
            {
                foreach (string id in ids)
                    db.Execute("UPDATE alert_episode SET acknowledged_at = $2, acknowledged_by = $3 WHERE id = $1 AND acknowledged_at IS NULL", id, at, by);
                return Find(db, ids);
            },
            cancel);

    public async ValueTask AddLinkAsync(string hash, IReadOnlyList<string> episodes, Instant expiresAt, CancellationToken cancel) =>
        await engine.TransactAsync(
            db => db.Execute("INSERT INTO alert_link (hash, episodes, expires_at) VALUES ($1, $2, $3)", hash, NoticeRows.Join(episodes), expiresAt), cancel);

    public async ValueTask<IReadOnlyList<AlertEpisode>?> FindLinkAsync(string hash, Instant now, CancellationToken cancel) =>
        await engine.ReadAsync(
            reader => reader.Connection.Scalar("SELECT episodes FROM alert_link WHERE hash = $1 AND expires_at > $2", hash, now) is string episodes
                ? Find(reader.Connection, NoticeRows.Split(episodes))
                : null,
            cancel);

    public async ValueTask NoteAliveAsync(Instant now, TimeRange? away, CancellationToken cancel) =>
        await engine.TransactAsync(
            db =>
            {
                if (away is { } gone)
                    db.Execute("INSERT INTO server_away (from_time, until_time) VALUES ($1, $2) ON CONFLICT DO NOTHING", gone.From, gone.To);
                return db.Execute("INSERT INTO server_alive (id, alive_at) VALUES (1, $1) ON CONFLICT (id) DO UPDATE SET alive_at = excluded.alive_at", now);
            },
            cancel);

    public async ValueTask<(Instant? AliveAt, IReadOnlyList<TimeRange> Away)> ReadAliveAsync(Instant now, CancellationToken cancel) =>
        await engine.ReadAsync<(Instant?, IReadOnlyList<TimeRange>)>(
            reader => (
                reader.Connection.Scalar("SELECT alive_at FROM server_alive") is long alive ? new Instant(alive) : null,
                reader.Connection.Rows(
                    "SELECT from_time, until_time FROM server_away WHERE until_time > $1 ORDER BY from_time", row => new TimeRange(row.Time(0), row.Time(1)),
                    now - AlertMemory.OfTimesAway)),
            cancel);

    public async ValueTask<int> PruneAsync(Instant before, CancellationToken cancel) =>
        await engine.TransactAsync(
            db =>
            {
                db.Execute("DELETE FROM outbox WHERE settled_at < $1", before);
                db.Execute("DELETE FROM alert_link WHERE expires_at < $1", before);
                db.Execute("DELETE FROM server_away WHERE until_time < $1", before);
                return db.Execute("DELETE FROM alert_episode WHERE ended_at < $1", before);
            },
            cancel);

    private static void Insert(SqliteConnection db, AlertEpisode added) =>
        db.Execute(
            $"INSERT INTO alert_episode ({Columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) ON CONFLICT DO NOTHING",
            added.Id, added.RuleId, added.Series.Value, (int)added.Kind, added.Condition, added.StartedAt, added.FiredAt, added.EndedAt, added.Value, added.Extreme,
            added.NoticedAt, added.ToldAt, added.AcknowledgedAt, added.AcknowledgedBy);

    private static List<AlertEpisode> Find(SqliteConnection db, IReadOnlyList<string> ids) =>
        [.. ids.SelectMany(id => db.Rows($"SELECT {Columns} FROM alert_episode WHERE id = $1", Read, id))];

    private static AlertEpisode Read(SqliteDataReader row) => new(
        row.GetString(0), row.GetInt32(1), new SeriesId(row.GetInt32(2)), (AlertKind)row.GetInt32(3), row.GetString(4), row.Time(5), row.Time(6), row.TimeOrNull(7),
        row.RealOrNull(8), row.RealOrNull(9), row.Time(10), row.TimeOrNull(11), row.TimeOrNull(12), row.TextOrNull(13));
}
