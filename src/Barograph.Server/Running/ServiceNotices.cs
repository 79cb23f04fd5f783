using System.Globalization;
using System.Net.Sockets;
using Barograph.Ingest;
using Microsoft.Extensions.Hosting.Systemd;

namespace Barograph.Server.Running;

/// <summary>
/// What systemd is told (sd_notify(3)): that the server is ready, that it stops, and that it lives. Without <c>NOTIFY_SOCKET</c> nothing is said.
/// It tells that the server lives only while the commit loop comes round: a batch that takes longer than the half of <c>WATCHDOG_USEC</c> silences it.
/// </summary>
public sealed class ServiceNotices(IngestPipeline ingest, TimeProvider clock, ILogger<ServiceNotices> log)
{
    private static readonly ServiceState Alive = new("WATCHDOG=1");

    private readonly SystemdNotifier _notifier = new();

    /// <summary>The store is open and HTTP listens.</summary>
    public void SayReady() => Say(new ServiceState("READY=1\nSTATUS=Readings are taken."));

    public void SayStopping() => Say(new ServiceState("STOPPING=1\nSTATUS=What is in flight is committed and answered."));

    /// <summary>Tells that the server lives until cancelled, if systemd asked for it.</summary>
    public async Task WatchAsync(CancellationToken cancel)
    {
        if (Interval() is not { } interval)
            return;
        using PeriodicTimer timer = new(interval, clock);
        long before = 0;
        try
        {
            do
            {
                long step = ingest.CommitStep;
                if (IsBusy(step) && step == before)
                    log.LogWarning("One batch has been committed for {Seconds} s and is not done; systemd is not told that the server lives.", interval.TotalSeconds);
                else
                    Say(Alive);
                before = step;
            }
            while (await timer.WaitForNextTickAsync(cancel));
        }
        catch (OperationCanceledException)
        {
            // The server stops, which systemd was told.
        }
    }

    // Odd while a batch is being committed.
    private static bool IsBusy(long step) => step % 2 == 1;

    /// <summary>Half of what systemd waits, as sd_watchdog_enabled(3) recommends; null if it asked for nothing, or another process.</summary>
    private static TimeSpan? Interval()
    {
        string? process = Environment.GetEnvironmentVariable("WATCHDOG_PID");
        bool isForUs = process is null || process == Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        return isForUs && long.TryParse(Environment.GetEnvironmentVariable("WATCHDOG_USEC"), NumberStyles.None, CultureInfo.InvariantCulture, out long micros)
            && micros >= 2000 ? TimeSpan.FromMicroseconds(micros / 2) : null;
    }

    private void Say(ServiceState state)
    {
        try
        {
            _notifier.Notify(state);
        }
        catch (SocketException unheard)
        {
            // Readings are worth more than the notice; systemd draws its own conclusion from the silence.
            log.LogWarning("systemd cannot be told at NOTIFY_SOCKET: {Reason}", unheard.Message);
        }
    }
}
