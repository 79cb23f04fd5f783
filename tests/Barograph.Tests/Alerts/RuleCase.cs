using System.Globalization;
using Barograph.Alerts;
using Barograph.Model;

namespace Barograph.Tests.Alerts;

/// <summary>Runs one file of spec/alerts, whose language spec/alerts/README.md describes. What judges is what judges in the server; the store is a few lists.</summary>
internal sealed class RuleCase
{
    private static readonly Instant Day = Instant.FromUnixSeconds(1_709_251_200);

    private readonly List<AlertRule> _rules = [];
    private readonly List<AlertMute> _mutes = [];
    private readonly Dictionary<SeriesKey, TimeSpan> _habits = [];
    private readonly List<TimeRange> _away = [];
    private readonly List<SeriesInfo> _series = [];
    private readonly Dictionary<SeriesId, SortedList<Instant, double>> _readings = [];
    private readonly List<AlertEpisode> _episodes = [];
    private readonly List<AlertTrack> _tracks = [];
    private Instant _upSince = Day, _now = Day;

    // Of the present line: what became of alerts, which of them ended, and of which series it speaks.
    private readonly List<string> _followed = [];
    private readonly List<AlertEpisode> _ended = [];
    private SeriesId? _spokenOf;

    public void Run(string[] lines)
    {
        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i].Split('#')[0].TrimEnd();
            if (line.Length > 0)
                Run(line, string.Create(CultureInfo.InvariantCulture, $"line {i + 1}: {line}"));
        }
    }

    private void Run(string line, string where)
    {
        string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        switch (words)
        {
            case ["rule" or "default", ..]:
                AddRule(line[words[0].Length..], words[0] == "default", where);
                break;
            case ["habit", var series, var span]:
                Assert.True(ConditionText.TryDuration(span, out TimeSpan habit), where);
                _habits[Key(series)] = habit;
                break;
            case ["mute", var series, "until", .. var time]:
                Assert.True(RuleText.TryPattern(series, out SeriesPattern muted), where);
                _mutes.Add(new AlertMute(1, muted, null, Time(time), "", Day, ""));
                break;
            case ["start", .. var time]:
                _upSince = Time(time);
                break;
            default:
                Step(line, where);
                break;
        }
    }

    private void AddRule(string text, bool isDefault, string where)
    {
        Assert.True(RuleText.TryParse(text, out AlertRule? rule, out string? problem), $"{where}\n{problem}");
        Assert.True(RuleText.TryParse(RuleText.Of(rule), out AlertRule? again, out _) && rule == again, $"{where}\nis written as {RuleText.Of(rule)}");
        _rules.Add(rule with { Id = _rules.Count + 1, IsDefault = isDefault });
    }

    private void Step(string line, string where)
    {
        string[] halves = line.Split("->");
        string[] words = halves[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        int ofTime = words[0] == "day" ? 3 : 1;
        _now = Time(words[..ofTime]);
        _followed.Clear();
        _ended.Clear();
        _spokenOf = null;
        Happen(words[ofTime..]);
        foreach (AlertTrack track in _tracks)
        {
            (track as SilenceTrack)?.Allow(_habits.TryGetValue(track.Series.Key, out TimeSpan habit) ? habit : null, _away, _upSince);
            track.Advance(_now);
            Write(track.Take(_now));
        }
        string[] told = [.. Tell()];
        Expect(where, halves.Length == 1 ? [] : halves[1].Split(',', StringSplitOptions.TrimEntries), told);
    }

    private void Happen(string[] words)
    {
        switch (words)
        {
            case []:
                break;
            case ["acknowledge"]:
                foreach (AlertEpisode open in _episodes.Where(episode => episode.EndedAt is null).ToArray())
                    Keep(open with { AcknowledgedAt = _now });
                break;
            case ["restart"]:
                Restart();
                break;
            case ["away", "since", .. var time]:
                _away.Add(new TimeRange(Time(time), _now));
                _upSince = _now;
                Restart();
                break;
            default:
                Report(Key(words[0]), string.Join(' ', words[1..]));
                break;
        }
    }

    private void Report(SeriesKey key, string values)
    {
        const string Unheard = " unheard";
        if (_series.Find(known => known.Key == key) is not { } series)
        {
            series = new SeriesInfo(new SeriesId(_series.Count + 1), key, null);
            _series.Add(series);
            _readings.Add(series.Id, []);
            AddTracks(series);
        }
        _spokenOf = series.Id;
        TimedValue[] readings = [.. values.Replace(Unheard, "", StringComparison.Ordinal).Split(',').Select(Reading)];
        foreach (TimedValue reading in readings)
            _readings[series.Id].Add(reading.Time, reading.Value);
        if (values.EndsWith(Unheard, StringComparison.Ordinal))
            return;
        foreach (AlertTrack track in _tracks.Where(track => track.Series.Id == series.Id))
            if (track is SilenceTrack silence)
                Array.ForEach(readings, reading => silence.Hear(reading.Time));
            else if (track is ValueTrack followed && !Array.TrueForAll(readings, followed.TryRead))
                Review(followed, readings.Min(reading => reading.Time), readings.Max(reading => reading.Time));
    }

    private void Review(ValueTrack track, Instant first, Instant last)
    {
        Instant from = SpanReview.RangeOf(track.Rule, first).From;
        SortedList<Instant, double> all = _readings[track.Series.Id];
        Instant begin = all.Keys.LastOrDefault(time => time < from, from);
        SpanReview review = track.Review(first, last, [.. _episodes.Where(episode =>
            episode.RuleId == track.Rule.Id && episode.Series == track.Series.Id && (episode.EndedAt is not { } end || end >= begin))]);
        foreach ((Instant time, double value) in all.Where(reading => reading.Key >= begin))
            if (!review.Read(new TimedValue(time, value)))
                break;
        Write(track.Adopt(review, _now));
    }

    private void Restart()
    {
        _tracks.Clear();
        foreach (SeriesInfo series in _series)
        {
            AddTracks(series);
            IList<Instant> times = _readings[series.Id].Keys;
            foreach (AlertTrack track in _tracks.Where(track => track.Series == series))
                if (track is SilenceTrack silence)
                    silence.Hear(times[^1]);
                else
                    Review((ValueTrack)track, times[0], times[^1]);
        }
    }

    private void AddTracks(SeriesInfo series)
    {
        foreach (AlertRule rule in RuleChoice.Of(series.Key, _rules))
        {
            AlertEpisode? open = _episodes.Find(episode => episode.RuleId == rule.Id && episode.Series == series.Id && episode.EndedAt is null);
            _tracks.Add(rule.Condition.Kind == AlertKind.Silent ? new SilenceTrack(rule, series, open) : new ValueTrack(rule, series, open));
        }
    }

    private void Write(TrackChanges changes)
    {
        foreach (AlertEpisode added in changes.Added)
        {
            _episodes.Add(added);
            _followed.Add(added.EndedAt is { } end ? $"past {Text(added.StartedAt)} to {Text(end)}" : $"firing since {Text(added.StartedAt)}");
        }
        foreach (AlertEpisode changed in changes.Changed)
        {
            Instant started = _episodes.Single(episode => episode.Id == changed.Id).StartedAt;
            Keep(changed);
            if (changed.EndedAt is { } end)
                _followed.Add($"resolved {Text(changed.StartedAt)} to {Text(end)}");
            else if (changed.StartedAt != started)
                _followed.Add($"firing since {Text(changed.StartedAt)}");
        }
        _ended.AddRange(changes.Added.Concat(changes.Changed).Where(episode => episode.EndedAt is not null));
    }

    private IEnumerable<string> Tell()
    {
        foreach (AlertEpisode episode in _episodes.Where(episode => episode.EndedAt is null || _ended.Exists(ended => ended.Id == episode.Id)).ToArray())
        {
            SeriesKey key = _series[episode.Series.Value - 1].Key;
            bool isMuted = _mutes.Exists(mute => mute.Covers(key, episode.Kind, _now));
            if (Telling.Of(episode, _rules[episode.RuleId - 1], isMuted, _now) is not { } kind)
                continue;
            Keep(episode with { ToldAt = _now });
            yield return $"tells {kind.ToString().ToLowerInvariant()}";
        }
    }

    private void Keep(AlertEpisode now)
    {
        _episodes[_episodes.FindIndex(episode => episode.Id == now.Id)] = now;
        _tracks.ForEach(track => track.Note(now));
    }

    private void Expect(string where, string[] expected, string[] told)
    {
        string phase = string.Join('/', _tracks.Where(track => track.Series.Id == _spokenOf || _spokenOf is null).Select(track => track.Phase.ToString().ToLowerInvariant()).Distinct());
        string[] states = ["pending", "firing", "inactive"];
        string wanted = Joined(expected.Where(word => !states.Contains(word))), happened = Joined([.. _followed, .. told]);
        Assert.True(wanted == happened, $"{where}\nbut: {happened}");
        foreach (string state in expected.Intersect(states))
            Assert.True(state == phase, $"{where}\nbut: {phase}");
    }

    private static string Joined(IEnumerable<string> words) => string.Join(", ", words.Order(StringComparer.Ordinal));

    private TimedValue Reading(string text)
    {
        string[] words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Assert.True(ConditionText.TryNumber(words[0], out double value), text);
        return new TimedValue(words.Length == 1 ? _now : Time(words[2..]), value);
    }

    private static SeriesKey Key(string text) => new(text[..text.LastIndexOf('/')], text[(text.LastIndexOf('/') + 1)..]);

    private static Instant Time(string[] words) => words[0] == "day"
        ? Day + TimeSpan.FromDays(int.Parse(words[1], CultureInfo.InvariantCulture)) + TimeSpan.ParseExact(words[2], "c", CultureInfo.InvariantCulture)
        : Day + TimeSpan.ParseExact(words[0], "c", CultureInfo.InvariantCulture);

    private static string Text(Instant time) => (time - Day).ToString(time - Day < TimeSpan.FromDays(1) ? "hh\\:mm\\:ss" : "'day 'd' 'hh\\:mm\\:ss", CultureInfo.InvariantCulture);
}
