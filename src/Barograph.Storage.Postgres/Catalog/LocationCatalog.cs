using Barograph.Model;

namespace Barograph.Storage.Postgres;

internal sealed class LocationCatalog(RolePool catalog, RolePool operate) : ILocationCatalog
{
    public async ValueTask<IReadOnlyList<Location>> ListAsync(CancellationToken cancel)
    {
        List<Location> locations = await catalog.RunAsync(connection => Sql.ListAsync(
            Sql.Command(connection, "SELECT id, key, title, created_at, hidden, zone FROM location"),
            static row => new Location(
                row.GetInt32(0), row.GetString(1), row.GetString(2), Sql.GetTime(row, 3), row.GetBoolean(4), Sql.GetTextOrNull(row, 5)), cancel), cancel);
        locations.Sort(static (a, b) => string.CompareOrdinal(a.Key, b.Key));
        return locations;
    }

    public async ValueTask<bool> ChangeAsync(string key, LocationChange change, CancellationToken cancel) =>
        await operate.WriteAsync(connection => Sql.ExecuteAsync(
            Sql.Command(connection,
                """
                UPDATE location SET title = coalesce($2, title), hidden = coalesce($3, hidden), zone = CASE WHEN $4 THEN $5 ELSE zone END
                WHERE key = $1
                """,
                Sql.Text(key), Sql.Text(change.Title), Sql.Bool(change.IsHidden), Sql.Bool(change.SetsZone), Sql.Text(change.Zone)), cancel), cancel) > 0;
}
