using Barograph.Model;

namespace Barograph.Alerts;

/// <summary>What has to be said of an episode, and when.</summary>
public static class Telling
{
    /// <summary>
    /// Of an alert that fired longer ago than this, by its readings, nobody can say whether it is so now: a board sends what it has kept, and the reading that ends it may be
    /// the next one. It is told as a present one only when it has been known for <see cref="Patience"/> and is not over.
    /// </summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromMinutes(2);

    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>What is to be told now; null: nothing.</summary>
    /// <param name="episode">As it is.</param>
    /// <param name="rule">Its rule; null: it is gone, and only its end is told.</param>
    /// <param name="isMuted">Nothing is told while this is so.</param>
    /// <param name="now">The present.</param>
    public static NoticeKind? Of(AlertEpisode episode, AlertRule? rule, bool isMuted, Instant now)
    {
        if (isMuted)
            return null;
        if (episode.EndedAt is not null)
            return episode.ToldAt is null ? NoticeKind.Past : NoticeKind.Resolved;
        if (rule is null || episode.AcknowledgedAt is not null)
            return null;
        if (episode.ToldAt is not { } told)
            return now >= DueAt(episode) ? NoticeKind.Firing : null;
        return rule.RepeatEvery is { } again && now >= told + again ? NoticeKind.Repeat : null;
    }

    /// <summary>When something is to be told of an episode that goes on as it is; null: nothing more.</summary>
    public static Instant? NextOf(AlertEpisode episode, AlertRule rule) =>
        episode.EndedAt is not null || episode.AcknowledgedAt is not null ? null
        : episode.ToldAt is { } told ? told + rule.RepeatEvery
        : DueAt(episode);

    // Silence is judged by the clock, and so is always of now.
    private static Instant DueAt(AlertEpisode episode) =>
        episode.Kind == AlertKind.Silent || episode.NoticedAt - episode.FiredAt <= Fresh ? episode.NoticedAt : episode.NoticedAt + Patience;
}
