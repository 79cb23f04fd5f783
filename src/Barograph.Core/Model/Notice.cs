namespace Barograph.Model;

/// <summary>Something to be sent to one target: an entry of the outbox.</summary>
/// <param name="Id">16 hex digits, made by whoever wrote it. It goes with every attempt, so that a receiver can tell a repetition.</param>
/// <param name="TargetId">To which target.</param>
/// <param name="Kind">What it says.</param>
/// <param name="Episodes">The ids of the episodes that it tells of.</param>
/// <param name="Content">All that a notifier needs to word it, as JSON (Server/Notify/NoticeContent): as things were when it was written.</param>
/// <param name="CreatedAt">When it was written.</param>
/// <param name="DueAt">When it is to be sent; after a failure, sent again.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="SettledAt">When it arrived or was given up; null: it is still to be sent.</param>
/// <param name="Failure">Why the last attempt failed, in a sentence without secrets; null if none has, or it arrived.</param>
public sealed record Notice(
    string Id, int TargetId, NoticeKind Kind, IReadOnlyList<string> Episodes, string Content, Instant CreatedAt, Instant DueAt, int Attempts = 0,
    Instant? SettledAt = null, string? Failure = null);
