using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Barograph.Storage.Sqlite;

/// <summary>
/// A few connections that only read, opened when first needed. A read runs on a pool thread and holds a connection, and with it SQLite's
/// snapshot, only while it runs: a snapshot held open would keep the WAL from being folded back into the file.
/// </summary>
internal sealed class ReaderPool(SqliteConnections connections) : IAsyncDisposable
{
    private const int Size = 4;

    private readonly SemaphoreSlim _free = new(Size);
    private readonly ConcurrentStack<ReaderConnection> _idle = new();
    private volatile bool _closed;

    /// <exception cref="StorageUnavailableException">SQLite could not do it, or the store is being closed.</exception>
    public async Task<T> RunAsync<T>(Func<ReaderConnection, T> work, CancellationToken cancel)
    {
        await _free.WaitAsync(cancel);
        try
        {
            return await Task.Run(() => Run(work), cancel);
        }
        finally
        {
            _free.Release();
        }
    }

    /// <summary>Waits for the reads that are running, and closes.</summary>
    public async ValueTask DisposeAsync()
    {
        _closed = true;
        for (int i = 0; i < Size; i++)
            await _free.WaitAsync();
        while (_idle.TryPop(out ReaderConnection? connection))
            connection.Dispose();
        // Whoever waits still gets its turn, and is turned away in Run.
        _free.Release(Size);
    }

    private T Run<T>(Func<ReaderConnection, T> work)
    {
        if (_closed)
            throw new StorageUnavailableException("The store is being closed.");
        ReaderConnection? connection = null;
        try
        {
            if (!_idle.TryPop(out connection))
                connection = new ReaderConnection(connections.OpenReader());
            T result = work(connection);
            _idle.Push(connection);
            return result;
        }
        catch (SqliteException e)
        {
            connection?.Dispose();
            throw SqliteErrors.Translate(e);
        }
        catch
        {
            connection?.Dispose();
            throw;
        }
    }
}
