using Barograph.Model;
using Barograph.Storage;

namespace Barograph.Server.Notify;

/// <summary>Tries whether notices arrive, through the same outbox as real ones, and records the outcome.</summary>
public sealed class Drill(IStore store, TimeProvider clock)
{
    /// <summary>A first attempt is over by then, if anybody sends.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Puts a drill for each of these targets into the outbox.</summary>
    public async Task<IReadOnlyList<Notice>> BeginAsync(IEnumerable<AlertTarget> targets, CancellationToken cancel)
    {
        Instant now = Instant.Now(clock);
        string content = NoticeContent.Of(NoticeKind.Drill, [], isUrgent: false).ToJson();
        Notice[] drills = [.. targets.Select(target => new Notice(RandomId.New(), target.Id, NoticeKind.Drill, [], content, now, now))];
        await store.Outbox.AddAsync(drills, cancel);
        return drills;
    }

    /// <summary>The same, and waits for the first attempt at each. Those that nobody has tried by then have no attempts.</summary>
    public async Task<IReadOnlyList<Notice>> RunAsync(IReadOnlyList<AlertTarget> targets, CancellationToken cancel)
    {
        IReadOnlyList<Notice> drills = await BeginAsync(targets, cancel);
        long start = clock.GetTimestamp();
        while (true)
        {
            Dictionary<string, Notice> tried = (await store.Outbox.ListAsync(null, targets.Count + 1000, cancel)).ToDictionary(notice => notice.Id);
            drills = [.. drills.Select(drill => tried.GetValueOrDefault(drill.Id) ?? drill)];
            if (drills.All(drill => drill.Attempts > 0) || clock.GetElapsedTime(start) >= Patience)
                return drills;
            await Task.Delay(Pause, clock, cancel);
        }
    }
}
