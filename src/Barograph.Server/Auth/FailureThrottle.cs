using System.Collections.Concurrent;

namespace Barograph.Server.Auth;

/// <summary>
/// Counts wrong credentials by name and address, per minute. It never stops a right one: it only decides whether a wrong one is answered
/// 401 or 429. Bounded: when too many pairs are watched, those of past minutes go first, then all.
/// </summary>
public sealed class FailureThrottle(TimeProvider clock)
{
    private const int AllowedPerMinute = 20;
    private const int MaxPairs = 20_000;

    // No name is longer than 64 characters; what is longer is nobody's, and must not be kept 20,000 times.
    private const int MaxName = 200;

    private readonly ConcurrentDictionary<(string Name, string Address), (long Minute, int Count)> _failures = new();

    private long _refused;
    private long _throttled;

    /// <summary>Failures since the start that were answered 401, and 429.</summary>
    public (long Refused, long Throttled) Total => (Interlocked.Read(ref _refused), Interlocked.Read(ref _throttled));

    /// <summary>Counts one failure. True if this pair has had more than it may this minute.</summary>
    public bool IsOver(string name, string address)
    {
        if (name.Length > MaxName)
            name = "";
        long minute = clock.GetTimestamp() / clock.TimestampFrequency / 60;
        if (_failures.Count >= MaxPairs)
            Forget(minute);
        (_, int count) = _failures.AddOrUpdate((name, address), (minute, 1),
            (_, old) => old.Minute == minute ? (minute, old.Count + 1) : (minute, 1));
        bool isOver = count > AllowedPerMinute;
        Interlocked.Increment(ref isOver ? ref _throttled : ref _refused);
        return isOver;
    }

    private void Forget(long minute)
    {
        foreach (var (pair, failure) in _failures)
            if (failure.Minute < minute)
                _failures.TryRemove(pair, out _);
        if (_failures.Count >= MaxPairs)
            _failures.Clear();
    }
}
