using Barograph.Model;

namespace Barograph.Storage.Postgres;

internal sealed class SiteCatalog(RolePool operate) : ISiteCatalog
{
    public async ValueTask<Site> ReadAsync(CancellationToken cancel)
    {
        // One statement, so that the switch and the units are of the same moment.
        List<(bool IsPublic, string? Kind, string? Unit)> rows = await operate.RunAsync(connection => Sql.ListAsync(
            Sql.Command(connection, "SELECT coalesce(s.public, false), u.kind, u.unit FROM (SELECT) one LEFT JOIN site s ON true LEFT JOIN site_unit u ON true"),
            static row => (row.GetBoolean(0), Sql.GetTextOrNull(row, 1), Sql.GetTextOrNull(row, 2)), cancel), cancel);
        return new Site(rows[0].IsPublic, rows.Where(row => row.Kind is not null).ToDictionary(row => row.Kind!, row => row.Unit!, StringComparer.Ordinal));
    }

    public async ValueTask SetAsync(Site site, CancellationToken cancel) =>
        await operate.WriteAsync(async connection =>
        {
            // First, because it locks the row: of two who set it at the same time one comes after the other.
            await Sql.ExecuteAsync(Sql.Command(connection, "INSERT INTO site (id, public) VALUES (1, $1) ON CONFLICT (id) DO UPDATE SET public = excluded.public", Sql.Bool(site.IsPublic)), cancel);
            await Sql.ExecuteAsync(Sql.Command(connection, "DELETE FROM site_unit"), cancel);
            return await Sql.ExecuteAsync(
                Sql.Command(connection,
                    "INSERT INTO site_unit (kind, unit) SELECT * FROM unnest($1::text[], $2::text[])",
                    Sql.Texts([.. site.Units.Keys]), Sql.Texts([.. site.Units.Values])), cancel);
        }, cancel);
}
