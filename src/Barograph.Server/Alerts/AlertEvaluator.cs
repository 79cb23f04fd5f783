using Barograph.Alerts;
using Barograph.Ingest;
using Barograph.Model;
using Barograph.Server.Running;
using Barograph.Storage;

namespace Barograph.Server.Alerts;

/// <summary>
/// Judges readings after their commit, and writes down what has fired together with what is to be sent. Commits only put them into a bounded queue. Of several
/// processes on one store one judges; another takes over when that one is gone, and finds in the store what nobody judged.
/// </summary>
public sealed class AlertEvaluator(IStore store, ReportIntervals intervals, TimeProvider clock, ILogger<AlertEvaluator> log) : ICommitObserver
{
    /// <summary>Beyond it readings are not kept in mind, but read from the store.</summary>
    private const int WaitingSamples = 200_000;

    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ShortestRest = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestRest = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan HoldAnew = TimeSpan.FromSeconds(2);

    /// <summary>Whoever is killed is replaced after this, and what was judged by somebody who was frozen for longer is not written.</summary>
    private static readonly TimeSpan Hold = TimeSpan.FromSeconds(6);

    private static readonly TimeSpan HabitsAnew = TimeSpan.FromMinutes(1);

    private readonly CommitIntake _intake = new(WaitingSamples);
    private readonly ServerPresence _presence = new(store, clock);
    private readonly TrackReview _review = new(store);
    private AlertDesk _desk = new();

    // In this step. What the news of the step brings they have read from the store already: judged again before it is written down, it would be an alert of its own.
    private readonly HashSet<AlertTrack> _caughtUp = [];
    private Instant _heldAt, _habitsAt;
    private volatile bool _isHolder, _isCatalogOld, _isJudge;
    private long _judgedAt;

    /// <summary>Names this process in the store.</summary>
    public string Holder { get; } = RandomId.New();

    /// <summary>Whether this process judges and sends.</summary>
    public bool IsHolder => _isHolder;

    /// <summary>
    /// Whether this process was the one that judged last, as far as it knows: true from its first judgement on, also while the store is away, and until that says that somebody else judges.
    /// </summary>
    public bool IsJudge => _isJudge;

    /// <summary>When it last judged and had the store write down what came of it; null: never.</summary>
    public Instant? JudgedAt => Volatile.Read(ref _judgedAt) is var at and not 0 ? new Instant(at) : null;

    /// <summary>Called after notices were put into the outbox.</summary>
    public Action OnNotices { get; init; } = () => { };

    public bool IsListening => _isHolder;

    public void OnCommitted(Sample[] samples) => _intake.Add(samples);

    public void OnImported(IReadOnlyCollection<SeriesId> series) => _intake.AddSeries(series);

    /// <summary>Runs until cancelled; the store must be open.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        try
        {
            await Together.RunAsync([JudgeAsync(cancel), FollowNewsAsync(cancel), FollowCatalogAsync(cancel)], cancel);
        }
        finally
        {
            await LetGoAsync();
        }
    }

    private Instant Now => Instant.Now(clock);

    private async Task JudgeAsync(CancellationToken cancel)
    {
        while (true)
        {
            try
            {
                if (await store.Episodes.TryHoldAsync(Holder, Hold, cancel))
                    await JudgeWhileHoldingAsync(cancel);
                _isJudge = false;
            }
            catch (StorageUnavailableException away)
            {
                log.LogWarning("Alerts have to wait: {Reason}", away.Message);
            }
            _isHolder = false;
            await Task.Delay(Tick, clock, cancel);
        }
    }

    /// <summary>Returns when somebody else holds.</summary>
    private async Task JudgeWhileHoldingAsync(CancellationToken cancel)
    {
        // From here on what is committed waits in the queue; what was committed before is found in the store.
        _heldAt = Now;
        _isHolder = true;
        _desk = new AlertDesk();
        _intake.Take();
        _isCatalogOld = true;
        await _presence.BeginAsync(cancel);
        while (true)
        {
            long begun = clock.GetTimestamp();
            if (!await StepAsync(_intake.Take(), cancel))
                return;
            Volatile.Write(ref _judgedAt, Now.Microseconds);
            _isJudge = true;
            await Task.Delay(Rest(clock.GetElapsedTime(begun)), clock, cancel);
            await WaitAsync(cancel);
            await KeepHoldAsync(cancel);
            if (!_isHolder)
                return;
            await _presence.NoteAsync(cancel);
        }
    }

    /// <summary>
    /// Four times what a step has taken: under load what comes is judged together, and judging takes a fifth of one processor. Steps that read much from the store take more of it,
    /// because alerts do not wait longer than half a second for the next.
    /// </summary>
    private static TimeSpan Rest(TimeSpan step) => TimeSpan.FromTicks(Math.Clamp(4 * step.Ticks, ShortestRest.Ticks, LongestRest.Ticks));

    private async Task KeepHoldAsync(CancellationToken cancel)
    {
        if (Now - _heldAt < HoldAnew)
            return;
        _isHolder = await store.Episodes.TryHoldAsync(Holder, Hold, cancel);
        _heldAt = Now;
    }

    private async Task WaitAsync(CancellationToken cancel)
    {
        using CancellationTokenSource enough = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        await Task.WhenAny(_intake.WaitAsync(enough.Token), Task.Delay(Tick, clock, enough.Token));
        await enough.CancelAsync();
        cancel.ThrowIfCancellationRequested();
    }

    /// <summary>Judges what has come, and what the clock brings. False: somebody else holds, and nothing was written.</summary>
    private async Task<bool> StepAsync(CommitNews news, CancellationToken cancel)
    {
        List<TrackChanges> changes = [];
        _caughtUp.Clear();
        if (_isCatalogOld || news.Samples.Exists(samples => Array.Exists(samples, sample => !_desk.Knows(sample.Series))) || news.Series.Any(series => !_desk.Knows(series)))
            await ReadDeskAsync(changes, cancel);
        if (news.IsAnything || news.Series.Count > 0)
            await CatchUpAsync(_desk.Tracks.Where(track => news.IsAnything || news.Series.Contains(track.Series.Id)), changes, cancel);
        foreach (IGrouping<SeriesId, Sample> samples in news.Samples.SelectMany(samples => samples).GroupBy(sample => sample.Series))
            await ReadAsync(samples.Key, [.. samples.OrderBy(sample => sample.Time)], changes, cancel);
        Instant now = Now;
        bool habitsAreOld = now - _habitsAt >= HabitsAnew;
        foreach (AlertTrack track in _desk.Tracks)
        {
            if (track is SilenceTrack silence && (habitsAreOld || silence.Deadline is null))
                silence.Allow(intervals.Of(track.Series.Id)?.StaleAfter, _presence.Away, _presence.UpSince);
            track.Advance(now);
            if (track.Take(now) is { IsEmpty: false } taken)
                changes.Add(taken);
        }
        if (habitsAreOld)
            _habitsAt = now;
        return await SaveAsync(changes, now, cancel);
    }

    /// <summary>Reads anew what people have said, and judges for new tracks what is there already.</summary>
    private async Task ReadDeskAsync(List<TrackChanges> changes, CancellationToken cancel)
    {
        _isCatalogOld = false;
        await CatchUpAsync(await _desk.ReadAsync(store, cancel), changes, cancel);
        // Their rule is gone, or does not fit any more: nobody will say when they are over.
        changes.AddRange((await store.Episodes.ListOpenAsync(cancel))
            .Where(open => !_desk.Of(open.Series).Any(track => track.Rule.Id == open.RuleId))
            .Select(open => new TrackChanges([], [open with { EndedAt = Now }])));
    }

    private async Task CatchUpAsync(IEnumerable<AlertTrack> tracks, List<TrackChanges> changes, CancellationToken cancel)
    {
        AlertTrack[] behind = [.. tracks];
        if (behind.Length == 0)
            return;
        Dictionary<SeriesId, Instant> latest = (await store.Reader.LatestAsync(null, cancel)).ToDictionary(sample => sample.Series.Id, sample => sample.Time);
        foreach (AlertTrack track in behind)
        {
            await KeepHoldAsync(cancel);
            if (!_caughtUp.Add(track) || !latest.TryGetValue(track.Series.Id, out Instant last))
                continue;
            if (track is SilenceTrack silence)
                silence.Hear(last);
            else
                changes.Add(await _review.CatchUpAsync((ValueTrack)track, last, Now, cancel));
        }
    }

    private async Task ReadAsync(SeriesId series, Sample[] samples, List<TrackChanges> changes, CancellationToken cancel)
    {
        foreach (AlertTrack track in _desk.Of(series).Where(track => !_caughtUp.Contains(track)))
            if (track is SilenceTrack silence)
                silence.Hear(samples[^1].Time);
            else if (track is ValueTrack values && !Array.TrueForAll(samples, sample => values.TryRead(new TimedValue(sample.Time, sample.Value))))
                changes.Add(await _review.ReviewAsync(values, samples[0].Time, samples[^1].Time, Now, cancel));
    }

    private async Task<bool> SaveAsync(List<TrackChanges> changes, Instant now, CancellationToken cancel)
    {
        AlertTeller teller = new(_desk);
        // What changed twice in one step is written as it is now.
        AlertEpisode[] added = [.. changes.SelectMany(one => one.Added)], changed = [.. changes.SelectMany(one => one.Changed)];
        ILookup<string, AlertEpisode> newest = added.Concat(changed).ToLookup(episode => episode.Id);
        TrackChanges all = new(
            [.. added.Select(episode => newest[episode.Id].Last())],
            [.. changed.Where(episode => !Array.Exists(added, one => one.Id == episode.Id)).Select(episode => newest[episode.Id].Last()).DistinctBy(episode => episode.Id)]);
        await LearnAcknowledgementsAsync(now, cancel);
        EpisodeChanges written = teller.Tell(all, _desk.Tracks.Select(track => track.Open).OfType<AlertEpisode>(), now);
        if (written.IsEmpty)
            return true;
        if (!await store.Episodes.SaveAsync(Holder, written, cancel))
            return false;
        foreach (AlertEpisode episode in written.Added.Concat(written.Changed))
            foreach (AlertTrack track in _desk.Of(episode.Series))
                track.Note(episode);
        if (written.Notices.Count > 0)
            OnNotices();
        return true;
    }

    /// <summary>Before something is told again: whether somebody knows by now.</summary>
    private async Task LearnAcknowledgementsAsync(Instant now, CancellationToken cancel)
    {
        if (!_desk.Tracks.Any(track => track.Open is { ToldAt: not null } open && Telling.NextOf(open, track.Rule) <= now))
            return;
        foreach (AlertEpisode open in await store.Episodes.ListOpenAsync(cancel))
            foreach (AlertTrack track in _desk.Of(open.Series))
                if (track.Open is { } known && known.Id == open.Id)
                    track.Note(known with { AcknowledgedAt = open.AcknowledgedAt, AcknowledgedBy = open.AcknowledgedBy });
    }

    private async Task FollowNewsAsync(CancellationToken cancel)
    {
        await foreach (SampleNews news in store.SampleNewsAsync(_ => _isHolder, cancel))
            if (!_isHolder)
                continue;
            else if (news.Samples is { } samples)
                _intake.Add([.. samples]);
            else if (news.Series is { } series)
                _intake.AddSeries(series);
            else
                _intake.AddAnything();
    }

    private async Task FollowCatalogAsync(CancellationToken cancel)
    {
        await foreach (CatalogChange _ in store.CatalogChangesAsync(cancel))
            _isCatalogOld = true;
    }

    private async Task LetGoAsync()
    {
        if (!_isHolder)
            return;
        _isHolder = false;
        try
        {
            await store.Episodes.LetGoAsync(Holder, CancellationToken.None);
        }
        catch (StorageUnavailableException)
        {
            // It ends by itself after some seconds.
        }
    }
}
