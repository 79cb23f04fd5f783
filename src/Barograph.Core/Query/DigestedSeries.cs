using Barograph.Model;
using Barograph.Storage;

namespace Barograph.Query;

/// <summary>A series with its unit and the digest of all its samples. Its number is left out: it differs from store to store.</summary>
public sealed record DigestedSeries(SeriesKey Key, string? Unit, SeriesDigest Digest)
{
    /// <summary>In the order of <paramref name="series"/>. Consistent only if <paramref name="reader"/> reads from one snapshot.</summary>
    /// <exception cref="StorageUnavailableException">The store could not be read.</exception>
    public static async Task<IReadOnlyList<DigestedSeries>> OfAllAsync(
        IReadOnlyList<SeriesInfo> series, ISampleReader reader, CancellationToken cancel)
    {
        var digested = new List<DigestedSeries>(series.Count);
        foreach (SeriesInfo one in series)
            digested.Add(new DigestedSeries(one.Key, one.Unit, await SeriesDigest.OfAsync(reader, one.Id, TimeRange.All, cancel)));
        return digested;
    }
}
