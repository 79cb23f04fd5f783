using Barograph.Model;

namespace Barograph.Storage;

/// <summary>What is to be sent, kept until it has arrived.</summary>
public interface IOutbox
{
    /// <summary>Adds notices that belong to no change of an episode, as one transaction; one whose id is there already is left as it is.</summary>
    ValueTask AddAsync(IReadOnlyList<Notice> notices, CancellationToken cancel);

    /// <summary>Notices that are not settled, of enabled targets, by when they are due; of each target at most <paramref name="atMostEach"/>.</summary>
    ValueTask<IReadOnlyList<Notice>> ListPendingAsync(int atMostEach, CancellationToken cancel);

    /// <summary>The newest notices of a target, or (null) of all, the newest first.</summary>
    ValueTask<IReadOnlyList<Notice>> ListAsync(int? targetId, int atMost, CancellationToken cancel);

    /// <summary>
    /// Notes an attempt, with what it says of the target, as one transaction: <paramref name="tried"/> is the notice as it is after it. An attempt that has failed
    /// (<see cref="Notice.Failure"/>) and is not settled is due again.
    /// </summary>
    ValueTask NoteAttemptAsync(Notice tried, Instant at, CancellationToken cancel);
}
