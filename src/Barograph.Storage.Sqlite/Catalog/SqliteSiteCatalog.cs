using Barograph.Model;

namespace Barograph.Storage.Sqlite.Catalog;

internal sealed class SqliteSiteCatalog(SqliteEngine engine) : ISiteCatalog
{
    public async ValueTask<Site> ReadAsync(CancellationToken cancel)
    {
        // One statement, so that the switch and the units are of the same moment.
        List<(bool IsPublic, string? Kind, string? Unit)> rows = await engine.ReadAsync(
            reader => reader.Connection.Rows(
                "SELECT coalesce(s.public, 0), u.kind, u.unit FROM (SELECT 1) LEFT JOIN site s LEFT JOIN site_unit u",
                row => (row.GetBoolean(0), row.TextOrNull(1), row.TextOrNull(2))),
            cancel);
        return new Site(rows[0].IsPublic, rows.Where(row => row.Kind is not null).ToDictionary(row => row.Kind!, row => row.Unit!, StringComparer.Ordinal));
    }

    public async ValueTask SetAsync(Site site, CancellationToken cancel) =>
        await engine.ChangeAsync(
            db =>
            {
                db.Execute("DELETE FROM site_unit");
                foreach ((string kind, string unit) in site.Units)
                    db.Execute("INSERT INTO site_unit (kind, unit) VALUES ($1, $2)", kind, unit);
                return db.Execute("INSERT INTO site (id, public) VALUES (1, $1) ON CONFLICT (id) DO UPDATE SET public = excluded.public", site.IsPublic);
            },
            cancel);
}
