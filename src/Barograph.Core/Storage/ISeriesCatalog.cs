using Barograph.Model;

namespace Barograph.Storage;

public interface ISeriesCatalog
{
    /// <summary>All series of one location or (null) of all, ordered by location, then metric (ordinal).</summary>
    ValueTask<IReadOnlyList<SeriesInfo>> ListAsync(string? location, CancellationToken cancel);

    ValueTask<SeriesInfo?> FindAsync(SeriesKey key, CancellationToken cancel);

    /// <summary>
    /// Finds each of <paramref name="wanted"/>, creating what is missing (location and series) as one transaction that is committed when it returns.
    /// A series without a unit takes the wanted one; a unit that is set already is never changed here.
    /// </summary>
    /// <param name="wanted">Distinct keys.</param>
    /// <param name="tokenId">The token that creates what is missing; 0, which no token has, for the owner's own imports.</param>
    /// <param name="maxSeries">How many series this token may have created in all, those of earlier calls and of other processes included. Held exactly, under concurrency too.</param>
    /// <returns>In the order of <paramref name="wanted"/>; null where the limit stood in the way.</returns>
    ValueTask<IReadOnlyList<SeriesInfo?>> FindOrCreateAsync(
        IReadOnlyList<SeriesWish> wanted, int tokenId, int maxSeries, CancellationToken cancel);
}
