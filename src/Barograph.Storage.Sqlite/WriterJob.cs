namespace Barograph.Storage.Sqlite;

/// <summary>
/// One job of the <see cref="WriterThread"/>. Whoever moves <see cref="_state"/> away from Waiting decides: it is run or it is cancelled.
/// </summary>
internal sealed class WriterJob<T> : IWriterJob
{
    private const int Waiting = 0;
    private const int Begun = 1;
    private const int Cancelled = 2;

    private readonly Func<WriterConnection, T> _work;
    private readonly CancellationTokenRegistration _registration;

    // Not on the writer's thread: a waiter's code must not run there.
    private readonly TaskCompletionSource<T> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _state;

    public WriterJob(Func<WriterConnection, T> work, CancellationToken cancel)
    {
        _work = work;
        _registration = cancel.UnsafeRegister(static (job, token) => ((WriterJob<T>)job!).Cancel(token), this);
    }

    public Task<T> Task => _outcome.Task;

    public void Run(WriterConnection connection)
    {
        if (Interlocked.CompareExchange(ref _state, Begun, Waiting) != Waiting)
            return;
        _registration.Unregister();
        try
        {
            _outcome.SetResult(_work(connection));
        }
        catch (Exception e)
        {
            Exception translated = SqliteErrors.Translate(e);
            if (!SqliteErrors.LeavesNoDoubt(translated))
                connection.Dispose();
            _outcome.SetException(translated);
        }
    }

    /// <summary>For a job that was never queued: lets go of the caller's token.</summary>
    public void Abandon() => _registration.Unregister();

    private void Cancel(CancellationToken token)
    {
        if (Interlocked.CompareExchange(ref _state, Cancelled, Waiting) == Waiting)
            _outcome.SetCanceled(token);
    }
}
