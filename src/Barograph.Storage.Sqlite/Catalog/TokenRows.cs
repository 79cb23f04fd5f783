using Barograph.Model;
using Microsoft.Data.Sqlite;

namespace Barograph.Storage.Sqlite.Catalog;

/// <summary>Rows of the table token, which devices and people share.</summary>
internal static class TokenRows
{
    public const string Select = """
        SELECT t.id, t.device_id, coalesce(t.name, d.name), t.kind, t.hash, t.scope, t.reach, t.prefix, t.created_at, t.expires_at, t.dialects, t.location_tags
        FROM token t LEFT JOIN device d ON d.id = t.device_id
        """;

    public static Token Read(SqliteDataReader row) => new(
        row.GetInt32(0), row.IsDBNull(1) ? null : row.GetInt32(1), row.GetString(2),
        (TokenKind)row.GetInt32(3), row.GetString(4), (TokenScope)row.GetInt32(5), (TokenReach)row.GetInt32(6), row.TextOrNull(7),
        row.Time(8), row.TimeOrNull(9)) { Dialects = (DialectSet)row.GetInt32(10), LocationTags = row.TextOrNull(11) };

    /// <summary>Inserts a device's token (without a name of its own) or a personal one (with).</summary>
    public static Token Insert(SqliteConnection db, int? deviceId, string? name, NewToken token, Instant now)
    {
        int id = db.InsertReturningId(
            """
            INSERT INTO token (device_id, name, kind, hash, scope, reach, prefix, created_at, expires_at, dialects, location_tags)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING id
            """,
            deviceId, name, (int)token.Kind, token.Hash, (int)token.Scope, (int)token.Reach, token.Prefix, now, token.ExpiresAt,
            (int)token.Dialects, token.LocationTags);
        return db.Rows(Select + " WHERE t.id = $1", Read, id)[0];
    }
}
