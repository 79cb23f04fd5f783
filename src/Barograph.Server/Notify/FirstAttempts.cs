using Barograph.Model;
using Barograph.Storage;

namespace Barograph.Server.Notify;

/// <summary>Waits for what becomes of notices that somebody wants to see arrive.</summary>
public sealed class FirstAttempts(IStore store, TimeProvider clock)
{
    /// <summary>A first attempt is over by then, if anybody sends.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Gives them as they are after the first attempt at each. Those that nobody has tried in half a minute have no attempts.</summary>
    public async Task<IReadOnlyList<Notice>> AwaitAsync(IReadOnlyList<Notice> notices, CancellationToken cancel)
    {
        long start = clock.GetTimestamp();
        while (true)
        {
            Dictionary<string, Notice> tried = (await store.Outbox.ListAsync(null, notices.Count + 1000, cancel)).ToDictionary(notice => notice.Id);
            notices = [.. notices.Select(notice => tried.GetValueOrDefault(notice.Id) ?? notice)];
            if (notices.All(notice => notice.Attempts > 0) || clock.GetElapsedTime(start) >= Patience)
                return notices;
            await Task.Delay(Pause, clock, cancel);
        }
    }
}
