using Barograph.Model;
using Npgsql;

namespace Barograph.Storage.Postgres;

internal sealed class AlertRuleCatalog(RolePool operate) : IAlertRuleCatalog
{
    private const string RuleColumns =
        "location, metric, kind, threshold, upper, within_us, hysteresis, for_us, keep_firing_for_us, repeat_every_us, urgent, enabled, is_default, created_at";

    private const string MuteColumns = "location, metric, sort, until_time, reason, created_at, author";

    public async ValueTask<IReadOnlyList<AlertRule>> ListAsync(CancellationToken cancel) =>
        await operate.RunAsync(connection => Sql.ListAsync(
            Sql.Command(connection, $"SELECT id, {RuleColumns} FROM alert_rule ORDER BY id"), ReadRule, cancel), cancel);

    public ValueTask<AlertRule> AddAsync(AlertRule rule, CancellationToken cancel) =>
        operate.WriteAsync(async connection => rule with
        {
            Id = await Sql.SingleAsync(
                Sql.Command(connection,
                    $"INSERT INTO alert_rule ({RuleColumns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) RETURNING id",
                    [.. Changeable(rule), Sql.Bool(rule.IsDefault), Sql.Time(rule.CreatedAt)]),
                static row => row.GetInt32(0), cancel),
        }, cancel);

    public ValueTask<bool> ChangeAsync(AlertRule rule, CancellationToken cancel) =>
        operate.WriteAsync(async connection =>
            await Sql.ExecuteAsync(
                Sql.Command(connection,
                    """
                    UPDATE alert_rule SET location = $1, metric = $2, kind = $3, threshold = $4, upper = $5, within_us = $6, hysteresis = $7, for_us = $8,
                        keep_firing_for_us = $9, repeat_every_us = $10, urgent = $11, enabled = $12 WHERE id = $13
                    """,
                    [.. Changeable(rule), Sql.Int(rule.Id)]), cancel) > 0, cancel);

    public ValueTask<bool> RemoveAsync(int id, CancellationToken cancel) =>
        operate.WriteAsync(async connection =>
            await Sql.ExecuteAsync(Sql.Command(connection, "DELETE FROM alert_rule WHERE id = $1", Sql.Int(id)), cancel) > 0, cancel);

    public async ValueTask<IReadOnlyList<AlertMute>> ListMutesAsync(CancellationToken cancel) =>
        await operate.RunAsync(connection => Sql.ListAsync(
            Sql.Command(connection, $"SELECT id, {MuteColumns} FROM alert_mute ORDER BY id"), ReadMute, cancel), cancel);

    public ValueTask<AlertMute> AddMuteAsync(AlertMute mute, CancellationToken cancel) =>
        operate.WriteAsync(async connection => mute with
        {
            Id = await Sql.SingleAsync(
                Sql.Command(connection,
                    $"INSERT INTO alert_mute ({MuteColumns}) VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id",
                    Sql.Text(mute.Pattern.Location), Sql.Text(mute.Pattern.Metric), Sql.Small((int?)mute.Sort), Sql.Time(mute.Until), Sql.Text(mute.Reason),
                    Sql.Time(mute.CreatedAt), Sql.Text(mute.CreatedBy)),
                static row => row.GetInt32(0), cancel),
        }, cancel);

    public ValueTask<bool> EndMuteAsync(int id, Instant at, CancellationToken cancel) =>
        operate.WriteAsync(async connection =>
            await Sql.ExecuteAsync(
                Sql.Command(connection,
                    "UPDATE alert_mute SET until_time = $2 WHERE id = $1 AND (until_time IS NULL OR until_time > $2)", Sql.Int(id), Sql.Time(at)), cancel) > 0, cancel);

    private static NpgsqlParameter[] Changeable(AlertRule rule)
    {
        AlertCondition asked = rule.Condition;
        return
        [
            Sql.Text(rule.Pattern.Location), Sql.Text(rule.Pattern.Metric), Sql.Small((int)asked.Kind), Sql.Double(asked.Threshold), Sql.Double(asked.Upper),
            Sql.Span(asked.Within), Sql.Double(asked.Hysteresis), Sql.Span(rule.For), Sql.Span(rule.KeepFiringFor), Sql.Span(rule.RepeatEvery),
            Sql.Bool(rule.IsUrgent), Sql.Bool(rule.IsEnabled),
        ];
    }

    private static AlertRule ReadRule(NpgsqlDataReader row) => new(
        row.GetInt32(0), new SeriesPattern(row.GetString(1), row.GetString(2)),
        new AlertCondition((AlertKind)row.GetInt16(3), row.GetDouble(4), row.GetDouble(5), Sql.GetSpanOrNull(row, 6), row.GetDouble(7)),
        Sql.GetSpan(row, 8), Sql.GetSpan(row, 9), Sql.GetSpanOrNull(row, 10), row.GetBoolean(11), row.GetBoolean(13), row.GetBoolean(12), Sql.GetTime(row, 14));

    private static AlertMute ReadMute(NpgsqlDataReader row) => new(
        row.GetInt32(0), new SeriesPattern(row.GetString(1), row.GetString(2)), row.IsDBNull(3) ? null : (AlertSort)row.GetInt16(3), Sql.GetTimeOrNull(row, 4),
        row.GetString(5), Sql.GetTime(row, 6), row.GetString(7));
}
