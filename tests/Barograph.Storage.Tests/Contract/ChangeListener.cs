using System.Diagnostics;
using System.Threading.Channels;

namespace Barograph.Storage.Tests;

/// <summary>Listens to a store's catalog changes in the background.</summary>
public sealed class ChangeListener : IAsyncDisposable
{
    // A hang is a failure, but slowness of a busy machine is not.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Channel<CatalogChange> _changes = Channel.CreateUnbounded<CatalogChange>();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _listening;

    public ChangeListener(IStore store) => _listening = Task.Run(() => ListenAsync(store));

    /// <summary>Waits for the next change. Throws what the store threw if listening ended.</summary>
    public async Task NextAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        await _changes.Reader.ReadAsync(patience.Token);
    }

    /// <summary>Forgets what came so far, acts, and returns how long the store took to tell after the action had returned.</summary>
    public async Task<TimeSpan> TimeUntilToldAsync(Func<Task> action)
    {
        // Told already of something earlier: a change may be announced more than once.
        while (_changes.Reader.TryRead(out _))
        {
        }
        await action();
        long acted = Stopwatch.GetTimestamp();
        await NextAsync();
        return Stopwatch.GetElapsedTime(acted);
    }

    /// <summary>Ends listening, and returns once it has ended without an error.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _listening.WaitAsync(Patience);
        _stop.Dispose();
    }

    private async Task ListenAsync(IStore store)
    {
        Exception? error = null;
        try
        {
            await foreach (CatalogChange change in store.CatalogChangesAsync(_stop.Token))
                _changes.Writer.TryWrite(change);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // How it ends when it is no longer wanted.
        }
        catch (Exception e)
        {
            error = e;
            throw;
        }
        finally
        {
            _changes.Writer.TryComplete(error);
        }
    }
}
