using System.Collections.Concurrent;

namespace Barograph.Storage.Sqlite;

/// <summary>
/// The thread that does all writing, one job after the other, so that no thread of the pool ever waits in fsync. Jobs wait in a bounded
/// queue; beyond it they are turned away. A job that has begun is always carried through.
/// </summary>
internal sealed class WriterThread : IAsyncDisposable
{
    private const int QueueLength = 1024;

    private readonly BlockingCollection<IWriterJob> _queue = new(QueueLength);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly WriterConnection _connection;
    private long _jobs;

    public WriterThread(SqliteConnections connections)
    {
        _connection = new WriterConnection(connections);
        new Thread(Run) { IsBackground = true, Name = "SQLite writer" }.Start();
    }

    /// <summary>How many jobs it has done.</summary>
    public long Jobs => Volatile.Read(ref _jobs);

    /// <summary>Runs <paramref name="work"/> on the writer's thread. <paramref name="cancel"/> holds until it begins.</summary>
    /// <exception cref="StorageUnavailableException">The queue is full or the store is being closed, or SQLite could not do it.</exception>
    public Task<T> RunAsync<T>(Func<WriterConnection, T> work, CancellationToken cancel)
    {
        var job = new WriterJob<T>(work, cancel);
        try
        {
            if (_queue.TryAdd(job))
                return job.Task;
        }
        catch (InvalidOperationException) // no more jobs are taken
        {
            job.Abandon();
            throw new StorageUnavailableException("The store is being closed.");
        }
        job.Abandon();
        throw new StorageUnavailableException("Too much is waiting to be written.");
    }

    /// <summary>Does what is waiting, then closes the connection. For one caller, once.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.CompleteAdding();
        await _ended.Task;
        _queue.Dispose();
    }

    private void Run()
    {
        foreach (IWriterJob job in _queue.GetConsumingEnumerable())
        {
            job.Run(_connection);
            Interlocked.Increment(ref _jobs);
        }
        _connection.Dispose();
        _ended.SetResult();
    }
}
