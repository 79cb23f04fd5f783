using System.Runtime.InteropServices;
using Barograph.Model;
using Barograph.Storage;

namespace Barograph.Ingest;

/// <summary>
/// The one loop that appends: takes all that waits, appends it as one transaction, and completes the requests. A batch that the database refuses is
/// split until only the guilty report fails.
/// </summary>
internal sealed class Committer(
    CommitQueue queue, ISampleWriter writer, IngestFigures figures, Action<Exception> onTrouble, ICommitObserver? observer)
{
    private readonly List<PendingRequest> _requests = [];
    private readonly List<PendingReport> _reports = [];
    private long _step;

    /// <summary>Goes up by one when a batch is taken and when it is done: odd while one is being committed.</summary>
    public long Step => Volatile.Read(ref _step);

    /// <summary>Runs until the queue is closed and empty.</summary>
    public async Task RunAsync()
    {
        while (await queue.WaitAsync())
        {
            Interlocked.Increment(ref _step);
            queue.Take(_requests);
            foreach (PendingRequest request in _requests)
                _reports.AddRange(request.Reports);
#if ACK_BEFORE_COMMIT
            // Never in a product: the build that the kill test must catch (tests/Barograph.System.Tests).
            _reports.ForEach(report => report.SettleAllNew());
            _requests.ForEach(request => request.Complete());
#endif
            await CommitAsync(0, _reports.Count);
            foreach (PendingRequest request in _requests)
                request.Complete();
            _requests.Clear();
            _reports.Clear();
            Interlocked.Increment(ref _step);
        }
    }

    private async Task CommitAsync(int start, int count)
    {
        try
        {
            await AppendAsync(start, count);
        }
        catch (BatchRefusedException refused) when (count == 1)
        {
            onTrouble(refused);
            _reports[start].Fail(Errors.StorageRefused);
        }
        catch (BatchRefusedException)
        {
            await CommitAsync(start, count / 2);
            await CommitAsync(start + count / 2, count - count / 2);
        }
        catch (Exception trouble)
        {
            // Whatever it is, nobody is told that it was stored, and the loop lives on: the next batch may work.
            onTrouble(trouble);
            for (int i = start; i < start + count; i++)
                _reports[i].Fail(Errors.StorageUnavailable);
        }
    }

    private async Task AppendAsync(int start, int count)
    {
        while (true)
        {
            SampleBatch batch = new();
            for (int i = start; i < start + count; i++)
                batch.Add(_reports[i].Samples, _reports[i].TimeIsOurs, _reports[i].Receipt);

            AppendResult result = await writer.AppendAsync(batch, CancellationToken.None);
            if (result.Stored)
            {
                Settle(start, count, result.Outcomes);
                figures.AddCommitted(CollectionsMarshal.AsSpan(_reports).Slice(start, count));
                if (observer is { IsListening: true } && result.NewOf(batch) is { Length: > 0 } samples)
                    observer.OnCommitted(samples);
                return;
            }

            // Another process, or an earlier run, had given the same microsecond. The two readings must not merge.
            foreach (int collided in result.CollidedReports)
                _reports[start + collided].MoveOn();
        }
    }

    private void Settle(int start, int count, IReadOnlyList<SampleOutcome>? outcomes)
    {
        int sample = 0;
        for (int i = start; i < start + count; i++)
        {
            PendingReport report = _reports[i];
            if (outcomes is null)
                report.SettleAllNew();
            else
                for (int k = 0; k < report.Samples.Length; k++)
                    report.Settle(outcomes[sample++]);
        }
    }
}
