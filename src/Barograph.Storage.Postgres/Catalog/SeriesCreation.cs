using Barograph.Model;
using Npgsql;

namespace Barograph.Storage.Postgres;

/// <summary>
/// One call of FindOrCreate. Deadlock-free between any number of processes: first the lock of the token, then locations by key, then series
/// by location and metric, then units by series. The view esp32data makes its series in the same order.
/// </summary>
internal sealed class SeriesCreation(IReadOnlyList<SeriesWish> wanted, int tokenId, int maxSeries, Instant now)
{
    /// <summary>The first half of the advisory locks that hold a token's cap; the second is the token's id.</summary>
    private const int TokenLocks = 0x6261726F;

    /// <summary>All of the wanted series if they are there with all the units they will ever take from this call; else null.</summary>
    public async ValueTask<IReadOnlyList<SeriesInfo?>?> FindAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        Dictionary<SeriesKey, SeriesInfo> there = await ReadAsync(connection, cancel);
        foreach (SeriesWish wish in wanted)
            if (!there.TryGetValue(wish.Key, out SeriesInfo? series) || NeedsUnit(series, wish))
                return null;
        return InOrder(there);
    }

    public async ValueTask<IReadOnlyList<SeriesInfo?>> CreateAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        await Sql.ExecuteAsync(
            Sql.Command(connection, "SELECT pg_advisory_xact_lock($1, $2)", Sql.Int(TokenLocks), Sql.Int(tokenId)), cancel);
        Dictionary<SeriesKey, SeriesInfo> there = await ReadAsync(connection, cancel);
        while (true)
        {
            List<SeriesKey> missing = [.. wanted.Select(w => w.Key).Where(key => !there.ContainsKey(key))];
            int room = missing.Count == 0 ? 0 : Math.Max(0, maxSeries - await CountOfTokenAsync(connection, cancel));
            if (room == 0)
                break;
            // Another token may make one of them at this moment; it then costs this one nothing, and the room left serves the next round.
            await InsertAsync(connection, [.. missing.Take(room)], cancel);
            there = await ReadAsync(connection, cancel);
        }
        if (await SettleUnitsAsync(connection, there, cancel))
            there = await ReadAsync(connection, cancel);
        return InOrder(there);
    }

    private static bool NeedsUnit(SeriesInfo series, SeriesWish wish) => series.Unit is null && wish.Unit is not null;

    private List<SeriesInfo?> InOrder(Dictionary<SeriesKey, SeriesInfo> there) => [.. wanted.Select(w => there.GetValueOrDefault(w.Key))];

    private async ValueTask<Dictionary<SeriesKey, SeriesInfo>> ReadAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        List<SeriesInfo> found = await Sql.ListAsync(
            Sql.Command(connection,
                """
                SELECT m.id, l.key, m.metric, u.unit
                FROM unnest($1::text[], $2::text[]) AS w (key, metric)
                JOIN location l ON l.key = w.key
                JOIN series m ON m.location_id = l.id AND m.metric = w.metric
                LEFT JOIN series_unit u ON u.series_id = m.id
                """,
                Sql.Texts([.. wanted.Select(w => w.Key.Location)]), Sql.Texts([.. wanted.Select(w => w.Key.Metric)])),
            SeriesRows.Read, cancel);
        return found.ToDictionary(series => series.Key);
    }

    private ValueTask<int> CountOfTokenAsync(NpgsqlConnection connection, CancellationToken cancel) =>
        Sql.SingleAsync(
            Sql.Command(connection,
                "SELECT count(*)::int FROM series WHERE created_by = $1", Sql.Int(tokenId)), static row => row.GetInt32(0), cancel);

    private async ValueTask InsertAsync(NpgsqlConnection connection, List<SeriesKey> keys, CancellationToken cancel)
    {
        List<string> locations = [.. keys.Select(key => key.Location)];
        // NOT EXISTS only spares numbers of the sequence; ON CONFLICT is what decides.
        await Sql.ExecuteAsync(
            Sql.Command(connection,
                """
                INSERT INTO location (key, title, created_at)
                SELECT DISTINCT w.key COLLATE "C", w.key, $2 FROM unnest($1::text[]) AS w (key)
                WHERE NOT EXISTS (SELECT FROM location l WHERE l.key = w.key)
                ORDER BY 1 ON CONFLICT DO NOTHING
                """, Sql.Texts(locations), Sql.Time(now)), cancel);
        await Sql.ExecuteAsync(
            Sql.Command(connection,
                """
                INSERT INTO series (location_id, metric, created_by, created_at)
                SELECT l.id, w.metric, $3, $4
                FROM unnest($1::text[], $2::text[]) AS w (key, metric) JOIN location l ON l.key = w.key
                ORDER BY l.key, w.metric COLLATE "C" ON CONFLICT DO NOTHING
                """,
                Sql.Texts(locations), Sql.Texts([.. keys.Select(key => key.Metric)]), Sql.Int(tokenId), Sql.Time(now)), cancel);
    }

    private async ValueTask<bool> SettleUnitsAsync(
        NpgsqlConnection connection, Dictionary<SeriesKey, SeriesInfo> there, CancellationToken cancel)
    {
        List<int> series = [];
        List<string> units = [];
        foreach (SeriesWish wish in wanted)
        {
            if (!there.TryGetValue(wish.Key, out SeriesInfo? found) || !NeedsUnit(found, wish))
                continue;
            series.Add(found.Id.Value);
            units.Add(wish.Unit!);
        }
        // Not run for nothing: even an insert of no rows would tell every process to read the catalog again.
        if (series.Count > 0)
            await Sql.ExecuteAsync(
                Sql.Command(connection,
                    "INSERT INTO series_unit SELECT * FROM unnest($1::int[], $2::text[]) ORDER BY 1 ON CONFLICT DO NOTHING",
                    Sql.Ints(series), Sql.Texts(units)), cancel);
        return series.Count > 0;
    }
}
