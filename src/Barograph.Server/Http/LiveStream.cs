using System.IO.Pipelines;
using Barograph.Live;

namespace Barograph.Server.Http;

/// <summary>Writes one subscriber's events until it leaves, its credential ends, it stops reading, or the server stops.</summary>
public sealed class LiveStream(HttpContext context, LiveSubscription subscription, AccessControl access, TimeProvider clock)
{
    /// <summary>How often it is asked whether the credential still holds, and every third time something is sent.</summary>
    private static readonly TimeSpan CheckEvery = TimeSpan.FromSeconds(5);

    /// <summary>So that a proxy does not take silence for a dead server, and a dead client is noticed.</summary>
    private static readonly TimeSpan HeartbeatEvery = TimeSpan.FromSeconds(15);

    /// <summary>Who takes nothing for so long is given up. Meanwhile 64 kB of it wait here, and what the kernel keeps.</summary>
    private static readonly TimeSpan LongestWrite = TimeSpan.FromSeconds(30);

    private long _lastWrite;

    public async Task RunAsync()
    {
        CancellationToken gone = context.RequestAborted;
        await WriteAsync("retry: 2000\n\n"u8.ToArray());
        using PeriodicTimer timer = new(CheckEvery, clock);
        Task<bool> tick = timer.WaitForNextTickAsync(gone).AsTask();
        while (true)
        {
            Task changed = subscription.Changed;
            if (subscription.IsOver)
                return;
            while (subscription.TryTake(out ReadOnlyMemory<byte> bytes))
                if (!await WriteAsync(bytes))
                    return;
            await Task.WhenAny(changed, tick);
            if (!tick.IsCompleted)
                continue;
            await tick;
            if (!await access.MayStillReadAsync(context))
                return;
            if (clock.GetElapsedTime(_lastWrite) >= HeartbeatEvery && !await WriteAsync(":\n\n"u8.ToArray()))
                return;
            tick = timer.WaitForNextTickAsync(gone).AsTask();
        }
    }

    /// <summary>False if the client does not read.</summary>
    private async ValueTask<bool> WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        _lastWrite = clock.GetTimestamp();
        ValueTask<FlushResult> write = context.Response.BodyWriter.WriteAsync(bytes, context.RequestAborted);
        if (write.IsCompletedSuccessfully)
            return !write.Result.IsCompleted;
        try
        {
            return !(await write.AsTask().WaitAsync(LongestWrite, clock)).IsCompleted;
        }
        catch (TimeoutException)
        {
            context.Abort();
            return false;
        }
    }
}
