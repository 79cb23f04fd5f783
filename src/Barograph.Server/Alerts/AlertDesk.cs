using Barograph.Alerts;
using Barograph.Model;
using Barograph.Storage;

namespace Barograph.Server.Alerts;

/// <summary>What is judged at present: every rule with every series that it fits, and what judging needs to know beside the readings. For one thread.</summary>
public sealed class AlertDesk
{
    private readonly Dictionary<SeriesId, SeriesInfo> _series = [];
    private readonly Dictionary<SeriesId, List<AlertTrack>> _tracks = [];

    public IReadOnlyList<AlertRule> Rules { get; private set; } = [];

    public IReadOnlyList<AlertMute> Mutes { get; private set; } = [];

    public IReadOnlyList<AlertTarget> Targets { get; private set; } = [];

    public IReadOnlyDictionary<string, Location> Locations { get; private set; } = new Dictionary<string, Location>();

    public IEnumerable<AlertTrack> Tracks => _tracks.Values.SelectMany(tracks => tracks);

    public IReadOnlyList<AlertTrack> Of(SeriesId series) => _tracks.TryGetValue(series, out List<AlertTrack>? tracks) ? tracks : [];

    public bool Knows(SeriesId series) => _series.ContainsKey(series);

    public SeriesInfo? Find(SeriesId series) => _series.GetValueOrDefault(series);

    public AlertRule? RuleOf(AlertEpisode episode) => Rules.FirstOrDefault(rule => rule.Id == episode.RuleId);

    /// <summary>Reads rules, mutes, targets, series and locations, and makes the tracks that are missing. Returns those, which have judged nothing yet.</summary>
    public async Task<IReadOnlyList<AlertTrack>> ReadAsync(IStore store, CancellationToken cancel)
    {
        IReadOnlyList<AlertRule> rules = await store.AlertRules.ListAsync(cancel);
        Mutes = await store.AlertRules.ListMutesAsync(cancel);
        Targets = await store.Targets.ListAsync(cancel);
        Locations = (await store.Locations.ListAsync(cancel)).ToDictionary(location => location.Key, StringComparer.Ordinal);
        IReadOnlyList<SeriesInfo> all = await store.Series.ListAsync(null, cancel);
        ILookup<SeriesId, AlertEpisode> open = (await store.Episodes.ListOpenAsync(cancel)).ToLookup(episode => episode.Series);
        Rules = rules;
        List<AlertTrack> added = [];
        foreach (SeriesInfo series in all)
        {
            _series[series.Id] = series;
            List<AlertTrack> before = _tracks.GetValueOrDefault(series.Id) ?? [];
            List<AlertTrack> now = [];
            foreach (AlertRule rule in RuleChoice.Of(series.Key, rules))
                if (before.Find(track => track.Rule == rule && track.Series == series) is { } same)
                    now.Add(same);
                else
                {
                    AlertTrack track = Track(rule, series, open[series.Id].FirstOrDefault(episode => episode.RuleId == rule.Id));
                    now.Add(track);
                    added.Add(track);
                }
            _tracks[series.Id] = now;
        }
        return added;
    }

    private static AlertTrack Track(AlertRule rule, SeriesInfo series, AlertEpisode? open) =>
        rule.Condition.Kind == AlertKind.Silent ? new SilenceTrack(rule, series, open) : new ValueTrack(rule, series, open);
}
