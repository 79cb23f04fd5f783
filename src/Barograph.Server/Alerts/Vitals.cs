using Barograph.Model;
using Barograph.Server.Notify;
using Barograph.Storage;

namespace Barograph.Server.Alerts;

/// <summary>Whether a wet basement would be told at this moment: the store answers, readings are committed, judged, and what is to be sent is sent. For one thread.</summary>
/// <param name="store">Asked each time.</param>
/// <param name="commitStep">How far the commit loop is: odd while a batch is being committed.</param>
/// <param name="evaluator">What judges.</param>
/// <param name="sender">What sends.</param>
/// <param name="clock">The time.</param>
public sealed class Vitals(IStore store, Func<long> commitStep, AlertEvaluator evaluator, OutboxSender sender, TimeProvider clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Judging and sending come round each second; what they may have to catch up with takes longer.</summary>
    private static readonly TimeSpan Lately = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan LongestCommit = TimeSpan.FromSeconds(30);

    private long _step;
    private Instant _stepAt;

    /// <summary>Whether it is this process that has to be well: of several on one store one judges and sends.</summary>
    public bool AreHere => evaluator.IsJudge;

    /// <summary>What is wrong, as a sentence for the log; null: nothing is.</summary>
    public async ValueTask<string?> ProblemAsync(CancellationToken cancel)
    {
        Instant now = Instant.Now(clock);
        long step = commitStep();
        if (step != _step)
            (_step, _stepAt) = (step, now);
        if (step % 2 == 1 && now - _stepAt >= LongestCommit)
            return "One batch of readings is being committed and does not come to its end.";
        if (await StoreProblemAsync(cancel) is { } away)
            return away;
        if (evaluator.JudgedAt is not { } judged || now - judged >= Lately)
            return "Readings are not judged any more.";
        return sender.LookedAt is not { } looked || now - looked >= Lately ? "Notices are not sent any more." : null;
    }

    private async ValueTask<string?> StoreProblemAsync(CancellationToken cancel)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(Patience);
        try
        {
            await store.Series.FindAsync(new SeriesKey("", ""), limit.Token);
            return null;
        }
        catch (StorageUnavailableException away)
        {
            return away.Message;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return "The store does not answer.";
        }
    }
}
