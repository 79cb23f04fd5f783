namespace Barograph.Ingest;

/// <summary>The reports of one request, waiting for their commit. Completed once by the committer, when every report has its verdict.</summary>
internal sealed class PendingRequest
{
    // Asynchronous continuations: the committer must go on with the next batch, not run the answers of this one.
    private readonly TaskCompletionSource _committed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public PendingRequest(PendingReport[] reports)
    {
        Reports = reports;
        foreach (PendingReport report in reports)
            SampleCount += report.Samples.Length;
    }

    public PendingReport[] Reports { get; }

    public int SampleCount { get; }

    public Task Committed => _committed.Task;

    public void Complete() => _committed.TrySetResult();
}
