using Barograph.Model;
using Barograph.Storage;

namespace Barograph.Server.Alerts;

/// <summary>
/// When readings could be taken, and when not: this server was stopped, its machine slept, or its database was away. Written down every minute, so that the next run knows.
/// </summary>
public sealed class ServerPresence(IStore store, TimeProvider clock)
{
    private static readonly TimeSpan NoteEvery = TimeSpan.FromMinutes(1);

    /// <summary>A longer time without a note was a time away. Half a minute more than one note that came late.</summary>
    private static readonly TimeSpan Noticeable = TimeSpan.FromSeconds(90);

    private Instant? _notedAt;

    /// <summary>Since when readings can be taken without a pause.</summary>
    public Instant UpSince { get; private set; }

    /// <summary>When they could not, ascending.</summary>
    public IReadOnlyList<TimeRange> Away { get; private set; } = [];

    /// <summary>This process begins to look.</summary>
    public async Task BeginAsync(CancellationToken cancel)
    {
        Instant now = Instant.Now(clock);
        UpSince = now;
        (_notedAt, Away) = await store.Episodes.ReadAliveAsync(now, cancel);
        await NoteAsync(now, cancel);
    }

    /// <summary>It still looks. Writes only now and then.</summary>
    public async Task NoteAsync(CancellationToken cancel)
    {
        Instant now = Instant.Now(clock);
        if (_notedAt is not { } noted || now - noted >= NoteEvery)
            await NoteAsync(now, cancel);
    }

    private async Task NoteAsync(Instant now, CancellationToken cancel)
    {
        TimeRange? away = _notedAt is { } noted && now - noted > Noticeable ? new TimeRange(noted, now) : null;
        await store.Episodes.NoteAliveAsync(now, away, cancel);
        _notedAt = now;
        if (away is not { } gone)
            return;
        Away = [.. Away, gone];
        UpSince = now;
    }
}
