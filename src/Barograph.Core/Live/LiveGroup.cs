using System.Buffers;
using Barograph.Model;

namespace Barograph.Live;

/// <summary>
/// All subscribers of one selection, and the latest events that were made for it. What is gathered belongs to the hub's loop; the events are read by
/// any number of subscribers.
/// </summary>
internal sealed class LiveGroup(LiveSelection selection, long firstSequence, LiveLimits limits, TimeProvider clock)
{
    // Of the events.
    private readonly Lock _lock = new();
    private readonly List<LiveEvent> _events = [];
    private TaskCompletionSource _changed = NewSignal();
    private long _bytes;
    private long _told;
    private long _lastSequence = firstSequence;
    private long _droppedThrough = firstSequence;
    private long _resetAt = -1;

    // Of the loop: the samples that came since the last event, in a ring that keeps the last ones.
    private readonly List<(LiveRoute Route, Sample Sample)> _gathered = [];
    private long _count;
    private long _untold;
    private bool _mustReset;
    private long? _saidReset;
    private long? _saidMissed;

    public LiveSelection Selection => selection;

    /// <summary>Guarded by the hub's lock, as is <see cref="LeftAt"/>.</summary>
    public int Subscribers { get; set; }

    /// <summary>When the last subscriber left; meaningless while there is one.</summary>
    public long LeftAt { get; set; }

    /// <summary>Something is still to be said, as soon as it may be said again.</summary>
    public bool HasRest => _mustReset || _untold > 0;

    public long Bytes
    {
        get
        {
            lock (_lock)
                return _bytes;
        }
    }

    public void Gather(LiveRoute route, in Sample sample)
    {
        int place = (int)(_count++ % limits.EventSamples);
        if (place < _gathered.Count)
            _gathered[place] = (route, sample);
        else
            _gathered.Add((route, sample));
    }

    public void DemandReset() => _mustReset = true;

    /// <summary>Makes an event of what was gathered and tells the subscribers. False if there is nothing to tell, or not yet.</summary>
    /// <param name="position">Its id.</param>
    /// <param name="keptBytes">As much may be kept of this selection.</param>
    /// <param name="buffer">Room to work in; what it holds is lost.</param>
    public bool TryPublish(LivePosition position, int keptBytes, ArrayBufferWriter<byte> buffer)
    {
        buffer.ResetWrittenCount();
        long count = _count;
        _untold += count - _gathered.Count;
        bool resets = _mustReset && IsDue(_saidReset);
        if (resets)
        {
            buffer.Write(LiveText.Reset(position, "changed"));
            _saidReset = clock.GetTimestamp();
            _mustReset = false;
            _untold = 0;
        }
        if (_untold > 0 && IsDue(_saidMissed))
        {
            buffer.Write(LiveText.Missed(_untold));
            _saidMissed = clock.GetTimestamp();
            _untold = 0;
        }
        if (count > 0)
            WriteSamples(buffer, position);
        if (buffer.WrittenCount == 0)
            return false;
        Keep(new LiveEvent(position.Sequence, buffer.WrittenSpan.ToArray(), _told), count, resets, keptBytes);
        return true;
    }

    /// <summary>Whether whoever has seen everything up to this event can go on from there.</summary>
    public bool Reaches(long sequence)
    {
        lock (_lock)
            return sequence >= _droppedThrough;
    }

    /// <summary>How many samples were told up to this event, which must be reached.</summary>
    public long ToldThrough(long sequence)
    {
        lock (_lock)
            return Next(sequence)?.Before ?? _told;
    }

    /// <summary>Completes when there is an event after those of now, or when the hub closes.</summary>
    public Task Changed => Volatile.Read(ref _changed).Task;

    public void Wake() => Interlocked.Exchange(ref _changed, NewSignal()).TrySetResult();

    /// <summary>
    /// The event after <paramref name="cursor"/>, which moves on; null if there is none. Who has fallen behind what is kept is told how much that was and goes on
    /// with what comes.
    /// </summary>
    /// <param name="cursor">The last event that was taken.</param>
    /// <param name="told">How many samples it knows of.</param>
    /// <param name="process">For the id of a reset.</param>
    public ReadOnlyMemory<byte>? Take(ref long cursor, ref long told, string process)
    {
        lock (_lock)
        {
            if (cursor < _droppedThrough)
            {
                long missed = _told - told;
                bool mustReset = cursor < _resetAt;
                (cursor, told) = (_lastSequence, _told);
                return mustReset ? LiveText.Reset(new LivePosition(process, cursor), "changed") : LiveText.Missed(missed);
            }
            if (Next(cursor) is not { } next)
                return null;
            cursor = next.Sequence;
            told = Next(cursor)?.Before ?? _told;
            return next.Bytes;
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private bool IsDue(long? said) => said is not { } before || clock.GetElapsedTime(before) >= limits.AgainEvery;

    private void WriteSamples(ArrayBufferWriter<byte> buffer, LivePosition position)
    {
        LiveText.BeginSamples(buffer, position);
        // Where the ring has come round, its oldest sample stands where the next one would.
        int start = _count > _gathered.Count ? (int)(_count % _gathered.Count) : 0;
        for (int i = 0; i < _gathered.Count; i++)
        {
            (LiveRoute route, Sample sample) = _gathered[(start + i) % _gathered.Count];
            LiveText.AddSample(buffer, route, sample, i == 0);
        }
        LiveText.EndSamples(buffer);
        _gathered.Clear();
        _count = 0;
    }

    private void Keep(LiveEvent made, long count, bool resets, int keptBytes)
    {
        lock (_lock)
        {
            _events.Add(made);
            _bytes += made.Bytes.Length;
            _told += count;
            _lastSequence = made.Sequence;
            if (resets)
                _resetAt = made.Sequence;
            int dropped = 0;
            while (_events.Count - dropped > 1 && (_bytes > keptBytes || _events.Count - dropped > limits.KeptEvents))
            {
                _bytes -= _events[dropped].Bytes.Length;
                _droppedThrough = _events[dropped++].Sequence;
            }
            _events.RemoveRange(0, dropped);
        }
        Wake();
    }

    /// <summary>Looked for from the end, where nearly every subscriber is.</summary>
    private LiveEvent? Next(long sequence)
    {
        int at = _events.Count;
        while (at > 0 && _events[at - 1].Sequence > sequence)
            at--;
        return at < _events.Count ? _events[at] : null;
    }
}
