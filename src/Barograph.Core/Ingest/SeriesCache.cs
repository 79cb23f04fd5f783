using System.Collections.Concurrent;
using Barograph.Model;
using Barograph.Storage;

namespace Barograph.Ingest;

/// <summary>
/// Turns (location, metric) into series. Remembers what is committed and nothing else; it never decides whether a series exists.
/// Safe for any number of threads. Its size is bounded by the catalog's, and that by the limit of series a token.
/// </summary>
internal sealed class SeriesCache(ISeriesCatalog catalog, int seriesPerToken)
{
    private volatile ConcurrentDictionary<SeriesKey, SeriesInfo> _known = new();

    /// <summary>Fast path: what is known. Series are added to it but never taken out, so a request that looks twice into the same one finds the same.</summary>
    public IReadOnlyDictionary<SeriesKey, SeriesInfo> Known => _known;

    /// <summary>Slow path: asks the store, which creates what is missing. Null where the token has made as many series as it may.</summary>
    public async ValueTask<Dictionary<SeriesKey, SeriesInfo?>> ResolveAsync(
        IReadOnlyCollection<SeriesWish> wishes, int tokenId, CancellationToken cancel)
    {
        SeriesWish[] wanted = [.. wishes];
        IReadOnlyList<SeriesInfo?> found = await catalog.FindOrCreateAsync(wanted, tokenId, seriesPerToken, cancel);
        Dictionary<SeriesKey, SeriesInfo?> resolved = new(wanted.Length);
        for (int i = 0; i < wanted.Length; i++)
        {
            resolved[wanted[i].Key] = found[i];
            if (found[i] is { } series)
                _known[series.Key] = series;
        }
        return resolved;
    }

    /// <summary>Forgets everything, because units may have been changed by somebody else.</summary>
    public void Clear() => _known = new();
}
