using Barograph.Model;

namespace Barograph.Storage.Sqlite.Catalog;

internal sealed class SqliteLocationCatalog(SqliteEngine engine) : ILocationCatalog
{
    public async ValueTask<IReadOnlyList<Location>> ListAsync(CancellationToken cancel)
    {
        List<Location> locations = await engine.ReadAsync(
            reader => reader.Connection.Rows(
                "SELECT id, key, title, created_at FROM location",
                row => new Location(row.GetInt32(0), row.GetString(1), row.GetString(2), row.Time(3))),
            cancel);
        locations.Sort((a, b) => string.CompareOrdinal(a.Key, b.Key));
        return locations;
    }
}
