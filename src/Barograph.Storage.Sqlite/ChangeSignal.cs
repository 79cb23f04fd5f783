using System.Runtime.CompilerServices;

namespace Barograph.Storage.Sqlite;

/// <summary>
/// Tells any number of listeners that something changed. A listener that is slow finds many changes folded into one,
/// and never misses the last.
/// </summary>
internal sealed class ChangeSignal
{
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Raise() =>
        Interlocked.Exchange(ref _next, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();

    public async IAsyncEnumerable<CatalogChange> ListenAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        while (true)
        {
            // Taken before the listener reads the catalog: a change during its reading completes this one.
            Task next = Volatile.Read(ref _next).Task;
            yield return default;
            await next.WaitAsync(cancel);
        }
    }
}
