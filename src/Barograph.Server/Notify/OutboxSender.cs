using System.Threading.Channels;
using Barograph.Model;
using Barograph.Server.Auth;
using Barograph.Storage;

namespace Barograph.Server.Notify;

/// <summary>
/// Sends what is in the outbox, at least once: what was sent and could not be noted is sent again, with the same id. Each target has its own loop, so that one that does not answer
/// keeps nobody waiting. Runs in the process that holds (<see cref="IEpisodeLog.TryHoldAsync"/>).
/// </summary>
public sealed class OutboxSender(IStore store, Notifiers notifiers, SecretBox box, Uri? publicUrl, TimeProvider clock, ILogger<OutboxSender> log)
{
    /// <summary>What other processes write is found this late.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LinkLives = TimeSpan.FromDays(7);
    private const int AtMostEach = 20;

    private readonly Channel<bool> _woken = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Dictionary<int, Task> _busy = [];
    private long _lookedAt;

    /// <summary>Whether this process sends; asked before every look.</summary>
    public Func<bool> MaySend { get; init; } = () => true;

    /// <summary>When it last came round; null: not yet. Later than this by minutes, it is stuck.</summary>
    public Instant? LookedAt => Volatile.Read(ref _lookedAt) is var at and not 0 ? new Instant(at) : null;

    /// <summary>There is something new.</summary>
    public void Wake() => _woken.Writer.TryWrite(true);

    /// <summary>Runs until cancelled; the store must be open.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        try
        {
            while (true)
            {
                await WaitAsync(cancel);
                try
                {
                    if (MaySend())
                        await SendDueAsync(cancel);
                    Volatile.Write(ref _lookedAt, Instant.Now(clock).Microseconds);
                }
                catch (StorageUnavailableException away)
                {
                    log.LogWarning("Notices have to wait: {Reason}", away.Message);
                }
            }
        }
        finally
        {
            await Task.WhenAll(_busy.Values);
        }
    }

    private async Task WaitAsync(CancellationToken cancel)
    {
        using CancellationTokenSource enough = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        await Task.WhenAny(_woken.Reader.WaitToReadAsync(enough.Token).AsTask(), Task.Delay(LookEvery, clock, enough.Token));
        await enough.CancelAsync();
        cancel.ThrowIfCancellationRequested();
        _woken.Reader.TryRead(out _);
    }

    private async Task SendDueAsync(CancellationToken cancel)
    {
        Instant now = Instant.Now(clock);
        // Before the list is read: what a loop sends that ends in between still stands in it as pending.
        HashSet<int> busy = [.. _busy.Where(loop => !loop.Value.IsCompleted).Select(loop => loop.Key)];
        IReadOnlyList<Notice> pending = await store.Outbox.ListPendingAsync(AtMostEach, cancel);
        if (!pending.Any(notice => notice.DueAt <= now))
            return;
        Dictionary<int, AlertTarget> targets = (await store.Targets.ListAsync(cancel)).ToDictionary(target => target.Id);
        foreach (IGrouping<int, Notice> due in pending.Where(notice => notice.DueAt <= now).GroupBy(notice => notice.TargetId))
        {
            if (!busy.Contains(due.Key) && targets.TryGetValue(due.Key, out AlertTarget? target))
                _busy[due.Key] = SendAllAsync(target, [.. due], cancel);
        }
    }

    /// <summary>Never throws.</summary>
    private async Task SendAllAsync(AlertTarget target, Notice[] due, CancellationToken cancel)
    {
        try
        {
            foreach (Notice notice in due)
                if (MaySend())
                    await SendAsync(target, notice, cancel);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // The server stops; what was not sent is in the outbox.
        }
        catch (StorageUnavailableException away)
        {
            log.LogWarning("Whether a notice arrived could not be noted, so it will be sent again: {Reason}", away.Message);
        }
        Wake();
    }

    private async Task SendAsync(AlertTarget target, Notice notice, CancellationToken cancel)
    {
        Notice tried = notice with { Attempts = notice.Attempts + 1, Failure = null };
        try
        {
            TargetSettings settings = new(TargetSettings.ParseOptions(target.Options), Secret(target), target.AllowsLan);
            await notifiers.Of(target.Kind).SendAsync(new Delivery(tried, NoticeContent.Parse(notice.Content), await LinkAsync(notice, cancel)), settings, cancel);
            tried = tried with { SettledAt = Instant.Now(clock) };
        }
        catch (NotifyException failed)
        {
            log.LogWarning("A notice to the target \"{Target}\" did not arrive ({Attempts}): {Reason}", target.Name, tried.Attempts, failed.Message);
            tried = Again(tried, failed.Message);
        }
        catch (Exception defect) when (defect is not (StorageUnavailableException or OperationCanceledException))
        {
            // It must not be tried every second for ever.
            log.LogError(defect, "Sending to the target \"{Target}\" has a defect.", target.Name);
            tried = Again(tried, "Barograph failed at it; its log says why.");
        }
        await store.Outbox.NoteAttemptAsync(tried, Instant.Now(clock), cancel);
    }

    private Notice Again(Notice tried, string failure)
    {
        Instant now = Instant.Now(clock);
        Instant? next = RetryPlan.NextAfter(tried, now, Random.Shared.NextDouble());
        return tried with { Failure = failure, DueAt = next ?? tried.DueAt, SettledAt = next is null ? now : null };
    }

    private string? Secret(AlertTarget target) => target.SealedSecret is not { } sealedSecret
        ? null
        : box.Open(sealedSecret) ?? throw new NotifyException($"Its secret was sealed with another key than {box.KeyFile}; give the target its secret again.");

    /// <summary>A new link with every attempt, because only its hash is kept.</summary>
    private async Task<string?> LinkAsync(Notice notice, CancellationToken cancel)
    {
        if (publicUrl is null || notice.Kind is not (NoticeKind.Firing or NoticeKind.Repeat))
            return null;
        string secret = TokenText.New();
        await store.Episodes.AddLinkAsync(TokenText.Hash(secret), notice.Episodes, Instant.Now(clock) + LinkLives, cancel);
        return $"{publicUrl.ToString().TrimEnd('/')}/acknowledge/{secret}";
    }
}
