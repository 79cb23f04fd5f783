using Barograph.Model;
using Microsoft.Data.Sqlite;

namespace Barograph.Storage.Sqlite.Catalog;

/// <summary>Statements on the outbox that several catalogs share; each runs inside the caller's transaction.</summary>
internal static class NoticeRows
{
    /// <summary>The columns in the order that <see cref="Read"/> expects.</summary>
    public const string Columns = "id, target_id, kind, episodes, content, created_at, due_at, attempts, settled_at, failure";

    public static void Insert(SqliteConnection db, Notice notice) =>
        db.Execute(
            $"INSERT INTO outbox ({Columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING",
            notice.Id, notice.TargetId, (int)notice.Kind, Join(notice.Episodes), notice.Content, notice.CreatedAt, notice.DueAt, notice.Attempts, notice.SettledAt,
            notice.Failure);

    public static Notice Read(SqliteDataReader row) => new(
        row.GetString(0), row.GetInt32(1), (NoticeKind)row.GetInt32(2), Split(row.GetString(3)), row.GetString(4), row.Time(5), row.Time(6), row.GetInt32(7),
        row.TimeOrNull(8), row.TextOrNull(9));

    public static string Join(IReadOnlyList<string> ids) => string.Join(' ', ids);

    public static string[] Split(string ids) => ids.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
