using System.Buffers;
using System.Security.Cryptography;
using Barograph.Ingest;
using Barograph.Model;

namespace Barograph.Live;

/// <summary>
/// Tells subscribers of samples after their commit. Commits only put them into a bounded queue; one loop sorts them by selection and makes the bytes
/// of each event once. Safe for any number of threads.
/// </summary>
public sealed class LiveHub : ICommitObserver
{
    private readonly Func<CancellationToken, ValueTask<IReadOnlyList<SeriesInfo>>> _listSeries;
    private readonly LiveLimits _limits;
    private readonly TimeProvider _clock;
    private readonly Action<Exception> _onTrouble;
    private readonly CommitIntake _intake;

    // Of what follows, and of the groups' own numbers.
    private readonly Lock _lock = new();
    private readonly LiveRoutes _routes = new();
    private readonly ArrayBufferWriter<byte> _buffer = new();
    private long _sequence;
    private int _subscribers;
    private volatile bool _isListening;
    private volatile bool _isClosed;
    private volatile bool _seriesAreOld;

    /// <param name="listSeries">All series of the store.</param>
    /// <param name="limits">The bounds.</param>
    /// <param name="clock">For all pauses.</param>
    /// <param name="onTrouble">Told when the series cannot be listed; must not throw.</param>
    public LiveHub(
        Func<CancellationToken, ValueTask<IReadOnlyList<SeriesInfo>>> listSeries, LiveLimits limits, TimeProvider clock, Action<Exception> onTrouble)
    {
        _listSeries = listSeries;
        _limits = limits;
        _clock = clock;
        _onTrouble = onTrouble;
        _intake = new CommitIntake(limits.WaitingSamples);
    }

    /// <summary>Names this run of the server in the ids of its events.</summary>
    public string Process { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));

    public bool IsListening => _isListening;

    /// <summary>How many are subscribed.</summary>
    public int Subscribers => Volatile.Read(ref _subscribers);

    internal bool IsClosed => _isClosed;

    public void OnCommitted(Sample[] samples)
    {
        if (_isListening)
            _intake.Add(samples);
    }

    public void OnImported(IReadOnlyCollection<SeriesId> series)
    {
        if (_isListening)
            _intake.AddSeries(series);
    }

    /// <summary>Anything may have been committed: nobody told of it.</summary>
    public void OnAnything()
    {
        if (_isListening)
            _intake.AddAnything();
    }

    /// <summary>Whether a sample of this series would be told to anybody.</summary>
    public bool Wants(SeriesId series)
    {
        if (!_isListening)
            return false;
        lock (_lock)
            return _routes.Find(series) is not { Groups.Count: 0 };
    }

    /// <summary>Reads the series anew before the next event: units may have been settled.</summary>
    public void ForgetSeries() => _seriesAreOld = true;

    /// <summary>
    /// Subscribes. What is committed from here on will be told. Who comes with the id of an event goes on after it if all since then is still there; everybody
    /// else is first told to begin anew.
    /// </summary>
    /// <returns>Null if there are too many already, or the hub is closed.</returns>
    public LiveSubscription? TrySubscribe(LiveSelection selection, LivePosition? last)
    {
        lock (_lock)
        {
            if (_isClosed || _subscribers >= _limits.Subscribers)
                return null;
            LiveGroup group = FindGroup(selection);
            bool goesOn = last is { } position && position.Process == Process && position.Sequence <= _sequence && group.Reaches(position.Sequence);
            LiveSubscription subscription = goesOn
                ? new(this, group, null, last!.Value.Sequence)
                : new(this, group, LiveText.Reset(new LivePosition(Process, _sequence), last is null ? "begin" : "lost"), _sequence);
            group.Subscribers++;
            _subscribers++;
            _isListening = true;
            return subscription;
        }
    }

    /// <summary>Ends all subscriptions, and takes no more.</summary>
    public void Close()
    {
        _isClosed = true;
        lock (_lock)
            foreach (LiveGroup group in _routes.Groups)
                group.Wake();
    }

    /// <summary>Tells until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        bool hasRest = false;
        while (true)
        {
            if (!hasRest)
                await _intake.WaitAsync(cancel);
            CommitNews news = _intake.Take();
            await LearnAsync(news, cancel);
            int told;
            lock (_lock)
                told = Tell(news, out hasRest);
            TimeSpan pause = _limits.ShortestPause + told * _limits.PauseEach;
            await Task.Delay(pause < _limits.LongestPause ? pause : _limits.LongestPause, _clock, cancel);
        }
    }

    internal void Leave(LiveGroup group)
    {
        lock (_lock)
        {
            _subscribers--;
            if (--group.Subscribers == 0)
                group.LeftAt = _clock.GetTimestamp();
            Sweep();
        }
    }

    private LiveGroup FindGroup(LiveSelection selection)
    {
        LiveGroup? group = _routes.Groups.FirstOrDefault(known => known.Selection.Key == selection.Key);
        if (group is null)
        {
            // A number of its own, so that no id from before, when nobody followed this selection, is taken for one that goes on.
            group = new LiveGroup(selection, ++_sequence, _limits, _clock);
            _routes.Add(group);
        }
        return group;
    }

    /// <summary>Gets to know the series of <paramref name="news"/>. Where that fails, nobody knows who wants what.</summary>
    private async Task LearnAsync(CommitNews news, CancellationToken cancel)
    {
        bool knowsAll;
        lock (_lock)
            knowsAll = !_seriesAreOld && news.Series.All(series => _routes.Find(series) is not null)
                && news.Samples.TrueForAll(samples => Array.TrueForAll(samples, sample => _routes.Find(sample.Series) is not null));
        if (knowsAll)
            return;
        _seriesAreOld = false;
        try
        {
            IReadOnlyList<SeriesInfo> all = await _listSeries(cancel);
            lock (_lock)
                _routes.Learn(all);
        }
        catch (Exception trouble) when (!cancel.IsCancellationRequested)
        {
            _onTrouble(trouble);
            _seriesAreOld = true;
            news.IsAnything = true;
        }
    }

    /// <summary>Returns how many subscribers were told something.</summary>
    private int Tell(CommitNews news, out bool hasRest)
    {
        Sweep();
        if (news.IsAnything)
            foreach (LiveGroup group in _routes.Groups)
                group.DemandReset();
        foreach (SeriesId series in news.Series)
            _routes.Find(series)?.Groups.ForEach(group => group.DemandReset());
        foreach (Sample[] samples in news.Samples)
            foreach (Sample sample in samples)
                if (_routes.Find(sample.Series) is { } route)
                    foreach (LiveGroup group in route.Groups)
                        group.Gather(route, sample);

        LivePosition position = new(Process, ++_sequence);
        int keptBytes = _routes.Groups.Sum(group => group.Bytes) > _limits.KeptBytesInAll ? 0 : _limits.KeptBytes;
        int told = 0;
        hasRest = false;
        foreach (LiveGroup group in _routes.Groups)
        {
            if (group.TryPublish(position, keptBytes, _buffer))
                told += group.Subscribers;
            hasRest |= group.HasRest;
        }
        return told;
    }

    /// <summary>Lets go of selections that nobody came back to.</summary>
    private void Sweep()
    {
        LiveGroup[] left = [.. _routes.Groups.Where(group => group.Subscribers == 0).OrderBy(group => group.LeftAt)];
        for (int i = 0; i < left.Length; i++)
            if (left.Length - i > _limits.LingeringSelections || _clock.GetElapsedTime(left[i].LeftAt) >= _limits.Linger)
                _routes.Remove(left[i]);
        _isListening = _routes.Groups.Count > 0;
    }
}
