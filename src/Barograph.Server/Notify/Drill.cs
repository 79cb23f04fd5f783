using Barograph.Model;
using Barograph.Storage;

namespace Barograph.Server.Notify;

/// <summary>Tries whether notices arrive, through the same outbox as real ones, and records the outcome.</summary>
public sealed class Drill(IStore store, TimeProvider clock)
{
    private static readonly TimeSpan Every = TimeSpan.FromDays(30);
    private const int MostNotices = 10_000;

    /// <summary>Begins one for each target that had none for a month: an alarm that nobody has heard for so long may have died since. True if there is something to be sent.</summary>
    public async Task<bool> BeginDueAsync(CancellationToken cancel)
    {
        Instant now = Instant.Now(clock);
        ILookup<int, Notice> sent = (await store.Outbox.ListAsync(null, MostNotices, cancel)).ToLookup(notice => notice.TargetId);
        AlertTarget[] due = [.. (await store.Targets.ListAsync(cancel)).Where(target =>
            target.IsEnabled && now - target.CreatedAt >= Every && !sent[target.Id].Any(notice => notice.Kind == NoticeKind.Drill && now - notice.CreatedAt < Every))];
        return due.Length > 0 && (await BeginAsync(due, cancel)).Count > 0;
    }

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
    public async Task<IReadOnlyList<Notice>> RunAsync(IReadOnlyList<AlertTarget> targets, CancellationToken cancel) =>
        await new FirstAttempts(store, clock).AwaitAsync(await BeginAsync(targets, cancel), cancel);
}
