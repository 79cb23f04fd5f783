using Barograph.Model;

namespace Barograph.Storage.Postgres;

internal sealed class SeriesCatalog(RolePool catalog, TimeProvider clock) : ISeriesCatalog
{
    private const string Select =
        "SELECT m.id, l.key, m.metric, u.unit "
        + "FROM location l JOIN series m ON m.location_id = l.id LEFT JOIN series_unit u ON u.series_id = m.id ";

    public async ValueTask<IReadOnlyList<SeriesInfo>> ListAsync(string? location, CancellationToken cancel)
    {
        List<SeriesInfo> series = await catalog.RunAsync(connection => Sql.ListAsync(
            Sql.Command(connection,
                Select + "WHERE $1::text IS NULL OR l.key = $1::text", Sql.Text(location)), SeriesRows.Read, cancel), cancel);
        series.Sort(SeriesRows.Compare);
        return series;
    }

    public async ValueTask<SeriesInfo?> FindAsync(SeriesKey key, CancellationToken cancel)
    {
        List<SeriesInfo> found = await catalog.RunAsync(connection => Sql.ListAsync(
            Sql.Command(connection, Select + "WHERE l.key = $1 AND m.metric = $2", Sql.Text(key.Location), Sql.Text(key.Metric)),
            SeriesRows.Read, cancel), cancel);
        return found.Count == 0 ? null : found[0];
    }

    public async ValueTask<IReadOnlyList<SeriesInfo?>> FindOrCreateAsync(
        IReadOnlyList<SeriesWish> wanted, int tokenId, int maxSeries, CancellationToken cancel)
    {
        var creation = new SeriesCreation(wanted, tokenId, maxSeries, Instant.Now(clock));
        // Fast path: all are there and need no unit, so nothing is locked.
        return await catalog.RunAsync(connection => creation.FindAsync(connection, cancel), cancel) is { } all
            ? all
            // Slow path.
            : await catalog.WriteAsync(connection => creation.CreateAsync(connection, cancel), cancel);
    }
}
