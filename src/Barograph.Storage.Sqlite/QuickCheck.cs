using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Barograph.Storage.Sqlite;

/// <summary>
/// SQLite's own check of the whole file, on a thread and a connection of its own, because it reads everything once. While it runs
/// the WAL is not folded back beyond its snapshot.
/// </summary>
internal sealed class QuickCheck(SqliteConnections connections) : IAsyncDisposable
{
    // How many steps of SQLite's machine lie between two looks at _stopped: well below a millisecond.
    private const int StepsBetweenLooks = 10_000;

    private readonly Lock _gate = new();
    private Task<string>? _outcome;
    private volatile bool _stopped;

    /// <summary>What it says: "ok", or what is wrong. Starts the check if it was not started.</summary>
    public Task<string> StartAsync()
    {
        lock (_gate)
            return _outcome ??= Task.Factory.StartNew(
                Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Stops a check that is running, and waits until it has let go of the file.</summary>
    public async ValueTask DisposeAsync()
    {
        _stopped = true;
        Task<string>? running;
        lock (_gate)
            running = _outcome;
        if (running is not null)
            await running;
    }

    private string Run()
    {
        try
        {
            using SqliteConnection connection = connections.OpenReader();
            raw.sqlite3_progress_handler(connection.Handle!, StepsBetweenLooks, _ => _stopped ? 1 : 0, null);
            return string.Join("; ", connection.Rows("PRAGMA quick_check(3)", row => row.GetString(0)));
        }
        catch (SqliteException e)
        {
            return e.Message;
        }
    }
}
