using System.Threading.Channels;
using Barograph.Model;

namespace Barograph.Ingest;

/// <summary>
/// What waits for the committer, bounded by requests and by samples. Many threads enter, one takes.
/// </summary>
internal sealed class CommitQueue(IngestLimits limits)
{
    private readonly Channel<PendingRequest> _requests = Channel.CreateBounded<PendingRequest>(
        new BoundedChannelOptions(limits.WaitingRequests) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    private long _waitingSamples;
    private volatile bool _closed;

    public int WaitingRequests => _requests.Reader.Count;

    public long WaitingSamples => Interlocked.Read(ref _waitingSamples);

    /// <summary>Enters a request, or says at once why not.</summary>
    public ErrorKind? TryEnter(PendingRequest request)
    {
        if (_closed)
            return Errors.Stopping;
        if (Interlocked.Add(ref _waitingSamples, request.SampleCount) > limits.WaitingSamples || !_requests.Writer.TryWrite(request))
        {
            Interlocked.Add(ref _waitingSamples, -request.SampleCount);
            return _closed ? Errors.Stopping : Errors.Overloaded;
        }
        return null;
    }

    /// <summary>Waits until something is there. False when the queue is closed and empty.</summary>
    public ValueTask<bool> WaitAsync() => _requests.Reader.WaitToReadAsync();

    /// <summary>
    /// Moves what waits into <paramref name="batch"/>, up to the limit of a transaction. No timer: while one commit runs, the next batch gathers by itself.
    /// </summary>
    public void Take(List<PendingRequest> batch)
    {
        int samples = 0;
        while (samples < limits.BatchSamples && _requests.Reader.TryRead(out PendingRequest? request))
        {
            batch.Add(request);
            samples += request.SampleCount;
        }
        Interlocked.Add(ref _waitingSamples, -samples);
    }

    /// <summary>Lets nothing more in; what is in will still be taken.</summary>
    public void Close()
    {
        _closed = true;
        _requests.Writer.TryComplete();
    }
}
