using Barograph.Model;

namespace Barograph.Storage;

/// <summary>What has fired, and who judges it: of several processes on one store one does, the holder.</summary>
public interface IEpisodeLog
{
    /// <summary>
    /// Makes <paramref name="holder"/> the one that judges and sends, or lets it stay so, for <paramref name="span"/> from now on by the store's clock. Returns false
    /// if another one is. Where a store has one process at a time it is that one, and nothing is written.
    /// </summary>
    ValueTask<bool> TryHoldAsync(string holder, TimeSpan span, CancellationToken cancel);

    /// <summary>Gives up what <see cref="TryHoldAsync"/> gave, so that another one need not wait for its end.</summary>
    ValueTask LetGoAsync(string holder, CancellationToken cancel);

    /// <summary>Writes all of it as one transaction. Returns false, and writes nothing, if <paramref name="holder"/> does not hold (any more). May be repeated.</summary>
    ValueTask<bool> SaveAsync(string holder, EpisodeChanges changes, CancellationToken cancel);

    /// <summary>The episodes that touch a time, by their start, the newest first. Without an end they last for ever.</summary>
    /// <param name="range">The time.</param>
    /// <param name="series">Of one series; null: of all.</param>
    /// <param name="atMost">How many.</param>
    /// <param name="cancel">Ends it.</param>
    ValueTask<IReadOnlyList<AlertEpisode>> ListAsync(TimeRange range, SeriesId? series, int atMost, CancellationToken cancel);

    /// <summary>All episodes that have not ended, by their start, the newest first.</summary>
    ValueTask<IReadOnlyList<AlertEpisode>> ListOpenAsync(CancellationToken cancel);

    /// <summary>Notes that somebody knows of these episodes, where nobody did. Returns those that there are, as they are now.</summary>
    ValueTask<IReadOnlyList<AlertEpisode>> AcknowledgeAsync(IReadOnlyList<string> ids, string by, Instant at, CancellationToken cancel);

    /// <summary>Lets whoever has the secret of this hash acknowledge these episodes, until it expires.</summary>
    ValueTask AddLinkAsync(string hash, IReadOnlyList<string> episodes, Instant expiresAt, CancellationToken cancel);

    /// <summary>The episodes of a link that has not expired at <paramref name="now"/>; null: there is none.</summary>
    ValueTask<IReadOnlyList<AlertEpisode>?> FindLinkAsync(string hash, Instant now, CancellationToken cancel);

    /// <summary>Notes that readings can be taken at <paramref name="now"/>, and, with <paramref name="away"/>, when they could not before.</summary>
    ValueTask NoteAliveAsync(Instant now, TimeRange? away, CancellationToken cancel);

    /// <summary>What <see cref="NoteAliveAsync"/> was told last, or null, and the times away of the last 90 days, ascending.</summary>
    ValueTask<(Instant? AliveAt, IReadOnlyList<TimeRange> Away)> ReadAliveAsync(Instant now, CancellationToken cancel);

    /// <summary>Removes ended episodes, settled notices, links and times away that are older than that. Returns how many episodes.</summary>
    ValueTask<int> PruneAsync(Instant before, CancellationToken cancel);
}
