using Barograph.Model;
using Microsoft.Data.Sqlite;

namespace Barograph.Storage.Sqlite.Catalog;

/// <summary>
/// Creates series within one transaction, as many as the token may still create. There is one writer, so counting once is exact.
/// </summary>
internal sealed class SeriesCreation(SqliteConnection db, int tokenId, int maxSeries, Instant now)
{
    private long? _created;

    /// <summary>Creates a series and, if need be, its location; null, and nothing is created, at the limit.</summary>
    public SeriesInfo? Create(SeriesKey key)
    {
        _created ??= (long)db.Scalar("SELECT count(*) FROM series WHERE token_id = $1", tokenId)!;
        if (_created >= maxSeries)
            return null;
        _created++;
        db.Execute(
            "INSERT INTO location (key, title, created_at) SELECT $1, $1, $2 WHERE NOT EXISTS (SELECT 1 FROM location WHERE key = $1)",
            key.Location, now);
        int id = db.InsertReturningId(
            """
            INSERT INTO series (location_id, metric, token_id, created_at)
            SELECT id, $2, $3, $4 FROM location WHERE key = $1 RETURNING id
            """,
            key.Location, key.Metric, tokenId, now);
        return new SeriesInfo(new SeriesId(id), key, null);
    }
}
