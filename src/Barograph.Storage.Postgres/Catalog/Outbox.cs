using Barograph.Model;

namespace Barograph.Storage.Postgres;

internal sealed class Outbox(RolePool operate) : IOutbox
{
    public async ValueTask AddAsync(IReadOnlyList<Notice> notices, CancellationToken cancel) =>
        await operate.WriteAsync(async connection =>
        {
            foreach (Notice notice in notices)
                await NoticeRows.InsertAsync(connection, notice, cancel);
            return true;
        }, cancel);

    public async ValueTask<IReadOnlyList<Notice>> ListPendingAsync(int atMostEach, CancellationToken cancel) =>
        await operate.RunAsync(connection => Sql.ListAsync(
            Sql.Command(connection,
                $"""
                SELECT {NoticeRows.Columns} FROM (
                    SELECT *, row_number() OVER (PARTITION BY target_id ORDER BY due_at, id) AS place
                    FROM outbox WHERE settled_at IS NULL AND target_id IN (SELECT id FROM alert_target WHERE enabled)) ranked
                WHERE place <= $1 ORDER BY due_at, id
                """, Sql.Int(atMostEach)), NoticeRows.Read, cancel), cancel);

    public async ValueTask<IReadOnlyList<Notice>> ListAsync(int? targetId, int atMost, CancellationToken cancel) =>
        await operate.RunAsync(connection => Sql.ListAsync(
            Sql.Command(connection,
                $"SELECT {NoticeRows.Columns} FROM outbox WHERE $1 IS NULL OR target_id = $1 ORDER BY created_at DESC, id LIMIT $2",
                Sql.Int(targetId), Sql.Int(atMost)), NoticeRows.Read, cancel), cancel);

    public async ValueTask NoteAttemptAsync(Notice tried, Instant at, CancellationToken cancel) =>
        await operate.WriteAsync(async connection =>
        {
            await Sql.ExecuteAsync(
                Sql.Command(connection,
                    "UPDATE outbox SET due_at = $2, attempts = $3, settled_at = $4, failure = $5 WHERE id = $1",
                    Sql.Text(tried.Id), Sql.Time(tried.DueAt), Sql.Int(tried.Attempts), Sql.Time(tried.SettledAt), Sql.Text(tried.Failure)), cancel);
            return await Sql.ExecuteAsync(
                tried.Failure is null
                    ? Sql.Command(connection, "UPDATE alert_target SET succeeded_at = $2, failure = NULL WHERE id = $1", Sql.Int(tried.TargetId), Sql.Time(at))
                    : Sql.Command(connection, "UPDATE alert_target SET failed_at = $2, failure = $3 WHERE id = $1", Sql.Int(tried.TargetId), Sql.Time(at), Sql.Text(tried.Failure)),
                cancel);
        }, cancel);
}
