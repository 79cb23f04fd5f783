using Barograph.Model;

namespace Barograph.Storage;

/// <summary>What one look at the readings has brought.</summary>
/// <param name="Added">Episodes that are new. One whose id is there already is left as it is: this is a retry.</param>
/// <param name="Changed">Episodes as they are now; that somebody has acknowledged one is never changed here.</param>
/// <param name="Notices">What is to be sent because of it; also by their ids.</param>
public sealed record EpisodeChanges(IReadOnlyList<AlertEpisode> Added, IReadOnlyList<AlertEpisode> Changed, IReadOnlyList<Notice> Notices)
{
    public bool IsEmpty => Added.Count == 0 && Changed.Count == 0 && Notices.Count == 0;
}
