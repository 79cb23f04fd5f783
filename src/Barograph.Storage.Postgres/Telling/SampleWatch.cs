using System.Runtime.CompilerServices;
using Barograph.Model;
using Npgsql;

namespace Barograph.Storage.Postgres;

/// <summary>Hears what others have committed, and reads it from the store.</summary>
internal sealed class SampleWatch(NpgsqlDataSource source, RolePool read, SampleTelling own)
{
    // Who tells has gathered already.
    private readonly NoticeWatch _watch = new(source, SampleTelling.Channel, TimeSpan.Zero);

    public async IAsyncEnumerable<SampleNews> ReadAsync(Func<SeriesId, bool> isWanted, [EnumeratorCancellation] CancellationToken cancel)
    {
        await foreach (IReadOnlyList<string>? payloads in _watch.ReadAsync(cancel))
        {
            SampleNotice[] notices = [.. payloads?.Select(SampleNotice.Parse).Where(notice => notice.From != own.From) ?? []];
            (SeriesId Series, Instant Time)[] keys = [.. notices.SelectMany(notice => notice.Keys).Where(key => isWanted(key.Series))];
            SeriesId[] series = [.. notices.SelectMany(notice => notice.Series).Distinct().Where(isWanted)];
            List<Sample>? samples = await TryReadAsync(keys, cancel);

            if (payloads is null || samples is null || notices.Any(notice => notice.IsAnything))
                yield return SampleNews.Anything;
            if (series.Length > 0)
                yield return new SampleNews(null, series);
            if (samples is { Count: > 0 })
                yield return new SampleNews(samples, null);
        }
    }

    /// <summary>The samples with these keys, in their order; null if the store does not answer.</summary>
    private async ValueTask<List<Sample>?> TryReadAsync((SeriesId Series, Instant Time)[] keys, CancellationToken cancel)
    {
        if (keys.Length == 0)
            return [];
        List<int> series = [.. keys.Select(key => key.Series.Value)];
        List<long> times = [.. keys.Select(key => PgTime.ToRaw(key.Time))];
        try
        {
            // OFFSET 0: a look-up by key in the one partition of each, as in AppendSession.
            return await read.RunAsync(connection => Sql.ListAsync(
                Sql.Command(connection,
                    """
                    SELECT u.series_id, u.time, s.value
                    FROM unnest($1::int[], $2::timestamptz[]) WITH ORDINALITY AS u (series_id, time, place)
                    CROSS JOIN LATERAL (SELECT value FROM sample WHERE series_id = u.series_id AND time = u.time OFFSET 0) s
                    ORDER BY u.place
                    """, Sql.Ints(series), Sql.RawTimes(times)),
                static row => new Sample(new SeriesId(row.GetInt32(0)), Sql.GetTime(row, 1), row.GetDouble(2)), cancel), cancel);
        }
        catch (StorageUnavailableException)
        {
            return null;
        }
    }
}
