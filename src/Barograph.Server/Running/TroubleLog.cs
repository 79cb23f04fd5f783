namespace Barograph.Server.Running;

/// <summary>Logs failed appends, at most one line a second: while a database is away every batch fails for the same reason.</summary>
public sealed class TroubleLog(ILogger log, TimeProvider clock)
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private long _last = long.MinValue;
    private int _unsaid;

    public void Report(Exception trouble)
    {
        int unsaid;
        lock (_lock)
        {
            long now = clock.GetTimestamp();
            if (_last != long.MinValue && clock.GetElapsedTime(_last, now) < Quiet)
            {
                _unsaid++;
                return;
            }
            (_last, unsaid, _unsaid) = (now, _unsaid, 0);
        }
        log.LogError("An append failed and nothing of it was acknowledged: {Reason} ({More} more like it since the last line)",
            trouble is Storage.StorageUnavailableException or Storage.BatchRefusedException ? trouble.Message : trouble.ToString(), unsaid);
    }
}
