namespace Barograph.Server.Commands.Import;

/// <summary>While one batch is appended, the next one is filled. For one thread at a time.</summary>
/// <param name="sink">Takes the batches.</param>
/// <param name="settle">Is told what became of each batch (null: all new), one after the other.</param>
/// <param name="cancel">Until an append begins.</param>
public sealed class SinkPump(ISampleSink sink, Action<ImportBatch, IReadOnlyList<SinkOutcome>?> settle, CancellationToken cancel) : IAsyncDisposable
{
    private ImportBatch _appending = new();
    private Task<IReadOnlyList<SinkOutcome>?>? _append;

    /// <summary>The batch to add to, as long as it has room. Another one after each <see cref="PassOnAsync"/>.</summary>
    public ImportBatch Filling { get; private set; } = new();

    public bool HasRoomFor(int samples) => Filling.Samples.WrittenCount + samples <= sink.MaxBatch;

    /// <summary>Begins to append what is filled. Returns when the batch before is durable and settled.</summary>
    public async Task PassOnAsync()
    {
        await SettleAsync();
        (Filling, _appending) = (_appending, Filling);
        Filling.Clear();
        _append = sink.AppendAsync(_appending.Samples.WrittenMemory, cancel);
    }

    /// <summary>Appends the last batch. Returns when all is durable and settled.</summary>
    public async Task FinishAsync()
    {
        await PassOnAsync();
        await SettleAsync();
    }

    /// <summary>Waits for the append under way: the sink must not be closed under it. Something else has failed already, so what comes of it is of no interest.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_append is not { } last)
            return;
        _append = null;
        await last.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    private async Task SettleAsync()
    {
        if (_append is not { } append)
            return;
        _append = null;
        settle(_appending, await append);
    }
}
