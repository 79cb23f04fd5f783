using Barograph.Model;
using Npgsql;

namespace Barograph.Storage.Postgres;

/// <summary>Statements on tokens that several catalogs share; each runs inside the caller's transaction.</summary>
internal static class TokenRows
{
    /// <summary>The columns in the order that <see cref="Read"/> expects; a device's token is called what its device is called.</summary>
    public const string Select =
        """
        SELECT t.id, t.device_id, coalesce(t.name, d.name), t.kind, t.hash, t.scope, t.reach, t.prefix, t.created_at, t.expires_at, t.dialects, t.location_tags
        FROM token t LEFT JOIN device d ON d.id = t.device_id
        """;

    public static Token Read(NpgsqlDataReader row) => new(
        row.GetInt32(0), row.IsDBNull(1) ? null : row.GetInt32(1), row.GetString(2), (TokenKind)row.GetInt16(3), row.GetString(4),
        (TokenScope)row.GetInt16(5), (TokenReach)row.GetInt16(6), Sql.GetTextOrNull(row, 7), Sql.GetTime(row, 8),
        Sql.GetTimeOrNull(row, 9)) { Dialects = (DialectSet)row.GetInt32(10), LocationTags = Sql.GetTextOrNull(row, 11) };

    /// <param name="deviceId">The device, or null for a personal token.</param>
    /// <param name="name">The personal token's name, or null for a device's.</param>
    public static async ValueTask<Token> AddAsync(
        NpgsqlConnection connection, int? deviceId, string? name, NewToken token, Instant now, CancellationToken cancel)
    {
        int id = await Sql.SingleAsync(
            Sql.Command(connection,
                """
                INSERT INTO token (device_id, name, kind, hash, scope, reach, prefix, created_at, expires_at, dialects, location_tags)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING id
                """,
                Sql.Int(deviceId), Sql.Text(name), Sql.Small((int)token.Kind), Sql.Text(token.Hash), Sql.Small((int)token.Scope),
                Sql.Small((int)token.Reach), Sql.Text(token.Prefix), Sql.Time(now), Sql.Time(token.ExpiresAt), Sql.Int((int)token.Dialects), Sql.Text(token.LocationTags)),
            static row => row.GetInt32(0), cancel);
        return await Sql.SingleAsync(Sql.Command(connection, Select + " WHERE t.id = $1", Sql.Int(id)), Read, cancel);
    }

    /// <summary>Lets the device's tokens that live after <paramref name="at"/> end there.</summary>
    public static async ValueTask EndOfDeviceAsync(NpgsqlConnection connection, int deviceId, Instant at, CancellationToken cancel) =>
        await Sql.ExecuteAsync(
            Sql.Command(connection,
                "UPDATE token SET expires_at = $2 WHERE device_id = $1 AND (expires_at IS NULL OR expires_at > $2)",
                Sql.Int(deviceId), Sql.Time(at)), cancel);
}
