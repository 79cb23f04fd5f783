using Barograph.Model;

namespace Barograph.Storage.Postgres;

internal sealed class LocationCatalog(RolePool catalog) : ILocationCatalog
{
    public async ValueTask<IReadOnlyList<Location>> ListAsync(CancellationToken cancel)
    {
        List<Location> locations = await catalog.RunAsync(connection => Sql.ListAsync(
            Sql.Command(connection, "SELECT id, key, title, created_at FROM location"),
            static row => new Location(row.GetInt32(0), row.GetString(1), row.GetString(2), Sql.GetTime(row, 3)), cancel), cancel);
        locations.Sort(static (a, b) => string.CompareOrdinal(a.Key, b.Key));
        return locations;
    }
}
