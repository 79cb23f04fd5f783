using Barograph.Model;
using Microsoft.Data.Sqlite;

namespace Barograph.Storage.Sqlite.Catalog;

internal sealed class SqliteAlertRuleCatalog(SqliteEngine engine) : IAlertRuleCatalog
{
    private const string RuleColumns =
        "id, location, metric, kind, threshold, upper, within_us, hysteresis, for_us, keep_firing_for_us, repeat_every_us, urgent, is_default, enabled, created_at";

    private const string MuteColumns = "id, location, metric, sort, until_time, reason, created_at, author";

    public async ValueTask<IReadOnlyList<AlertRule>> ListAsync(CancellationToken cancel) =>
        await engine.ReadAsync(reader => reader.Connection.Rows($"SELECT {RuleColumns} FROM alert_rule ORDER BY id", ReadRule), cancel);

    public async ValueTask<AlertRule> AddAsync(AlertRule rule, CancellationToken cancel) =>
        await engine.ChangeAsync(
            db =>
            {
                AlertCondition asked = rule.Condition;
                int id = db.InsertReturningId(
                    $"INSERT INTO alert_rule ({RuleColumns}) VALUES (NULL, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) RETURNING id",
                    rule.Pattern.Location, rule.Pattern.Metric, (int)asked.Kind, asked.Threshold, asked.Upper, asked.Within, asked.Hysteresis, rule.For,
                    rule.KeepFiringFor, rule.RepeatEvery, rule.IsUrgent, rule.IsDefault, rule.IsEnabled, rule.CreatedAt);
                return rule with { Id = id };
            },
            cancel);

    public async ValueTask<bool> ChangeAsync(AlertRule rule, CancellationToken cancel) =>
        await engine.ChangeAsync(
            db =>
            {
                AlertCondition asked = rule.Condition;
                return db.Execute(
                    """
                    UPDATE alert_rule SET location = $2, metric = $3, kind = $4, threshold = $5, upper = $6, within_us = $7, hysteresis = $8, for_us = $9,
                        keep_firing_for_us = $10, repeat_every_us = $11, urgent = $12, enabled = $13 WHERE id = $1
                    """,
                    rule.Id, rule.Pattern.Location, rule.Pattern.Metric, (int)asked.Kind, asked.Threshold, asked.Upper, asked.Within, asked.Hysteresis, rule.For,
                    rule.KeepFiringFor, rule.RepeatEvery, rule.IsUrgent, rule.IsEnabled) != 0;
            },
            cancel);

    public async ValueTask<bool> RemoveAsync(int id, CancellationToken cancel) =>
        await engine.ChangeAsync(db => db.Execute("DELETE FROM alert_rule WHERE id = $1", id) != 0, cancel);

    public async ValueTask<IReadOnlyList<AlertMute>> ListMutesAsync(CancellationToken cancel) =>
        await engine.ReadAsync(reader => reader.Connection.Rows($"SELECT {MuteColumns} FROM alert_mute ORDER BY id", ReadMute), cancel);

    public async ValueTask<AlertMute> AddMuteAsync(AlertMute mute, CancellationToken cancel) =>
        await engine.ChangeAsync(
            db => mute with
            {
                Id = db.InsertReturningId(
                    $"INSERT INTO alert_mute ({MuteColumns}) VALUES (NULL, $1, $2, $3, $4, $5, $6, $7) RETURNING id",
                    mute.Pattern.Location, mute.Pattern.Metric, (int?)mute.Sort, mute.Until, mute.Reason, mute.CreatedAt, mute.CreatedBy),
            },
            cancel);

    public async ValueTask<bool> EndMuteAsync(int id, Instant at, CancellationToken cancel) =>
        await engine.ChangeAsync(
            db => db.Execute("UPDATE alert_mute SET until_time = $2 WHERE id = $1 AND (until_time IS NULL OR until_time > $2)", id, at) != 0, cancel);

    private static AlertRule ReadRule(SqliteDataReader row) => new(
        row.GetInt32(0), new SeriesPattern(row.GetString(1), row.GetString(2)),
        new AlertCondition((AlertKind)row.GetInt32(3), row.GetDouble(4), row.GetDouble(5), row.SpanOrNull(6), row.GetDouble(7)),
        row.Span(8), row.Span(9), row.SpanOrNull(10), row.GetBoolean(11), row.GetBoolean(12), row.GetBoolean(13), row.Time(14));

    private static AlertMute ReadMute(SqliteDataReader row) => new(
        row.GetInt32(0), new SeriesPattern(row.GetString(1), row.GetString(2)), row.IsDBNull(3) ? null : (AlertSort)row.GetInt32(3), row.TimeOrNull(4),
        row.GetString(5), row.Time(6), row.GetString(7));
}
