using Barograph.Model;
using Microsoft.Data.Sqlite;

namespace Barograph.Storage.Sqlite.Catalog;

internal sealed class SqliteSeriesCatalog(SqliteEngine engine) : ISeriesCatalog
{
    private const string Select = """
        SELECT s.id, l.key, s.metric, u.unit
        FROM location l JOIN series s ON s.location_id = l.id LEFT JOIN series_unit u ON u.series_id = s.id
        """;

    /// <summary>All series that a connection sees, in the order of the contract.</summary>
    public static IReadOnlyList<SeriesInfo> List(ReaderConnection reader, string? location)
    {
        List<SeriesInfo> series = location is null
            ? reader.Connection.Rows(Select, SeriesOrder.Read)
            : reader.Connection.Rows(Select + " WHERE l.key = $1", SeriesOrder.Read, location);
        series.Sort(SeriesOrder.Compare);
        return series;
    }

    public async ValueTask<IReadOnlyList<SeriesInfo>> ListAsync(string? location, CancellationToken cancel) =>
        await engine.ReadAsync(reader => List(reader, location), cancel);

    public async ValueTask<SeriesInfo?> FindAsync(SeriesKey key, CancellationToken cancel) =>
        await engine.ReadAsync(reader => Find(reader.Connection, key), cancel);

    public async ValueTask<IReadOnlyList<SeriesInfo?>> FindOrCreateAsync(
        IReadOnlyList<SeriesWish> wanted, int tokenId, int maxSeries, CancellationToken cancel)
    {
        // Fast path: all is there, as it nearly always is after a restart; the writer is left alone.
        SeriesInfo?[] found = await engine.ReadAsync(
            reader => wanted.Select(wish => Find(reader.Connection, wish.Key)).ToArray(), cancel);
        if (!found.Where((info, i) => info is null || Unsettled(info, wanted[i])).Any())
            return found;

        Instant now = engine.Now;
        bool settled = false;
        SeriesInfo?[] all = await engine.TransactAsync(
            db =>
            {
                var creation = new SeriesCreation(db, tokenId, maxSeries, now);
                SeriesInfo?[] infos = [.. wanted.Select(wish => SettleUnit(db, Find(db, wish.Key) ?? creation.Create(wish.Key), wish))];
                settled = infos.Where((info, i) => info?.Unit != found[i]?.Unit).Any();
                return infos;
            },
            cancel);
        if (settled)
            engine.Changes.Raise();
        return all;
    }

    private static bool Unsettled(SeriesInfo info, SeriesWish wish) => info.Unit is null && wish.Unit is not null;

    private static SeriesInfo? Find(SqliteConnection db, SeriesKey key)
    {
        List<SeriesInfo> found = db.Rows(Select + " WHERE l.key = $1 AND s.metric = $2", SeriesOrder.Read, key.Location, key.Metric);
        return found.Count == 0 ? null : found[0];
    }

    private static SeriesInfo? SettleUnit(SqliteConnection db, SeriesInfo? info, SeriesWish wish)
    {
        if (info is null || !Unsettled(info, wish))
            return info;
        db.Execute("INSERT INTO series_unit (series_id, unit) VALUES ($1, $2)", info.Id.Value, wish.Unit);
        return info with { Unit = wish.Unit };
    }
}
