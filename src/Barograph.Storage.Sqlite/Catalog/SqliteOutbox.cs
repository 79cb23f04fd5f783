using Barograph.Model;

namespace Barograph.Storage.Sqlite.Catalog;

internal sealed class SqliteOutbox(SqliteEngine engine) : IOutbox
{
    public async ValueTask AddAsync(IReadOnlyList<Notice> notices, CancellationToken cancel) =>
        await engine.TransactAsync(
            db =>
            {
                foreach (Notice notice in notices)
                    NoticeRows.Insert(db, notice);
                return true;
            },
            cancel);

    public async ValueTask<IReadOnlyList<Notice>> ListPendingAsync(int atMostEach, CancellationToken cancel) =>
        await engine.ReadAsync(
            reader => reader.Connection.Rows(
                $"""
                SELECT {NoticeRows.Columns} FROM (
                    SELECT *, row_number() OVER (PARTITION BY target_id ORDER BY due_at, id) AS place
                    FROM outbox WHERE settled_at IS NULL AND target_id IN (SELECT id FROM alert_target WHERE enabled = 1))
                WHERE place <= $1 ORDER BY due_at, id
                """,
                NoticeRows.Read, atMostEach),
            cancel);

    public async ValueTask<IReadOnlyList<Notice>> ListAsync(int? targetId, int atMost, CancellationToken cancel) =>
        await engine.ReadAsync(
            reader => reader.Connection.Rows(
                $"SELECT {NoticeRows.Columns} FROM outbox WHERE $1 IS NULL OR target_id = $1 ORDER BY created_at DESC, id LIMIT $2",
                NoticeRows.Read, targetId, atMost),
            cancel);

    public async ValueTask NoteAttemptAsync(Notice tried, Instant at, CancellationToken cancel) =>
        await engine.TransactAsync(
            db =>
            {
                db.Execute(
                    "UPDATE outbox SET due_at = $2, attempts = $3, settled_at = $4, failure = $5 WHERE id = $1",
                    tried.Id, tried.DueAt, tried.Attempts, tried.SettledAt, tried.Failure);
                return tried.Failure is null
                    ? db.Execute("UPDATE alert_target SET succeeded_at = $2, failure = NULL WHERE id = $1", tried.TargetId, at)
                    : db.Execute("UPDATE alert_target SET failed_at = $2, failure = $3 WHERE id = $1", tried.TargetId, at, tried.Failure);
            },
            cancel);
}
