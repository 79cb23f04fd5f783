using Barograph.Model;

namespace Barograph.Storage.Sqlite.Catalog;

internal sealed class SqliteLocationCatalog(SqliteEngine engine) : ILocationCatalog
{
    public async ValueTask<IReadOnlyList<Location>> ListAsync(CancellationToken cancel)
    {
        List<Location> locations = await engine.ReadAsync(
            reader => reader.Connection.Rows(
                "SELECT id, key, title, created_at, hidden, zone FROM location",
                row => new Location(row.GetInt32(0), row.GetString(1), row.GetString(2), row.Time(3), row.GetBoolean(4), row.TextOrNull(5))),
            cancel);
        locations.Sort((a, b) => string.CompareOrdinal(a.Key, b.Key));
        return locations;
    }

    public async ValueTask<bool> ChangeAsync(string key, LocationChange change, CancellationToken cancel) =>
        await engine.TransactAsync(
            db => db.Execute(
                """
                UPDATE location SET title = coalesce($2, title), hidden = coalesce($3, hidden), zone = CASE WHEN $4 THEN $5 ELSE zone END
                WHERE key = $1
                """,
                key, change.Title, change.IsHidden, change.SetsZone, change.Zone) != 0,
            cancel);
}
