using Barograph.Model;

namespace Barograph.Ingest;

/// <summary>
/// Gives each report its receive time. No two are equal: each is later than every one given before by this process, so two clockless readings
/// never merge. If the wall clock is set back, times go on by a microsecond each until it has caught up. Other processes and earlier runs may
/// have given the same time; the committer settles that. Safe for any number of threads.
/// </summary>
public sealed class ReceiveClock(TimeProvider clock)
{
    private long _last = long.MinValue;

    public Instant Next()
    {
        while (true)
        {
            long last = Volatile.Read(ref _last);
            long next = Math.Max(Instant.Now(clock).Microseconds, last + 1);
            if (Interlocked.CompareExchange(ref _last, next, last) == last)
                return new Instant(next);
        }
    }
}
