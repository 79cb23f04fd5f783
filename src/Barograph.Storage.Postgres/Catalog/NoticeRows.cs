using Barograph.Model;
using Npgsql;

namespace Barograph.Storage.Postgres;

/// <summary>Statements on the outbox that several catalogs share; each runs inside the caller's transaction.</summary>
internal static class NoticeRows
{
    /// <summary>The columns in the order that <see cref="Read"/> expects.</summary>
    public const string Columns = "id, target_id, kind, episodes, content, created_at, due_at, attempts, settled_at, failure";

    public static async ValueTask InsertAsync(NpgsqlConnection connection, Notice notice, CancellationToken cancel) =>
        await Sql.ExecuteAsync(
            Sql.Command(connection,
                $"INSERT INTO outbox ({Columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING",
                Sql.Text(notice.Id), Sql.Int(notice.TargetId), Sql.Small((int)notice.Kind), Sql.Text(Join(notice.Episodes)), Sql.Text(notice.Content),
                Sql.Time(notice.CreatedAt), Sql.Time(notice.DueAt), Sql.Int(notice.Attempts), Sql.Time(notice.SettledAt), Sql.Text(notice.Failure)), cancel);

    public static Notice Read(NpgsqlDataReader row) => new(
        row.GetString(0), row.GetInt32(1), (NoticeKind)row.GetInt16(2), Split(row.GetString(3)), row.GetString(4), Sql.GetTime(row, 5), Sql.GetTime(row, 6),
        row.GetInt32(7), Sql.GetTimeOrNull(row, 8), Sql.GetTextOrNull(row, 9));

    public static string Join(IReadOnlyList<string> ids) => string.Join(' ', ids);

    public static string[] Split(string ids) => ids.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
