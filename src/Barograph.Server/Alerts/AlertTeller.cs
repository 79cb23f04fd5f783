using Barograph.Alerts;
using Barograph.Model;
using Barograph.Server.Notify;
using Barograph.Storage;

namespace Barograph.Server.Alerts;

/// <summary>Makes notices of what has to be told: one for each target, of all that happened at one location by one rule, so that a board with four metrics falls silent once.</summary>
public sealed class AlertTeller(AlertDesk desk)
{
    /// <summary>Adds what has to be told of these episodes to what has to be written of them.</summary>
    /// <param name="changes">What judging has brought.</param>
    /// <param name="open">The episodes that go on, as they are after it.</param>
    /// <param name="now">The present.</param>
    public EpisodeChanges Tell(TrackChanges changes, IEnumerable<AlertEpisode> open, Instant now)
    {
        Dictionary<string, AlertEpisode> added = changes.Added.ToDictionary(episode => episode.Id), changed = changes.Changed.ToDictionary(episode => episode.Id);
        List<(AlertEpisode Episode, NoticeKind Kind)> told = [];
        foreach (AlertEpisode episode in changes.Added.Concat(changes.Changed).Where(episode => episode.EndedAt is not null).Concat(open).DistinctBy(episode => episode.Id).ToArray())
        {
            if (Telling.Of(episode, desk.RuleOf(episode), IsMuted(episode, now), now) is not { } kind)
                continue;
            AlertEpisode toldNow = episode with { ToldAt = now };
            (added.ContainsKey(episode.Id) ? added : changed)[episode.Id] = toldNow;
            told.Add((toldNow, kind));
        }
        return new EpisodeChanges([.. added.Values], [.. changed.Values], [.. Notices(told, now)]);
    }

    private bool IsMuted(AlertEpisode episode, Instant now) =>
        desk.Find(episode.Series) is { } series && desk.Mutes.Any(mute => mute.Covers(series.Key, episode.Kind, now));

    private IEnumerable<Notice> Notices(List<(AlertEpisode Episode, NoticeKind Kind)> told, Instant now)
    {
        foreach (var group in told.GroupBy(one => (one.Kind, one.Episode.RuleId, Location(one.Episode))))
        {
            AlertEpisode[] episodes = [.. group.Select(one => one.Episode)];
            NoticeContent content = NoticeContent.Of(
                group.Key.Kind, [.. episodes.Select(episode => NoticeAlert.Of(episode, desk.Find(episode.Series), desk.Locations))],
                group.Key.Kind is NoticeKind.Firing or NoticeKind.Repeat && desk.RuleOf(episodes[0]) is { IsUrgent: true });
            string json = content.ToJson();
            foreach (AlertTarget target in desk.Targets.Where(target => target.IsEnabled))
                yield return new Notice(RandomId.New(), target.Id, group.Key.Kind, [.. episodes.Select(episode => episode.Id)], json, now, now);
        }
    }

    private string? Location(AlertEpisode episode) => desk.Find(episode.Series)?.Key.Location;
}
