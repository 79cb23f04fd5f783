using Barograph.Storage.Sqlite.Rollups;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Barograph.Storage.Sqlite;

/// <summary>
/// The one connection that writes. For the writer's thread only. After an error that leaves a doubt it is closed, and opened and
/// checked anew before its next use: a COMMIT that failed half-way must not be met again.
/// </summary>
internal sealed class WriterConnection(SqliteConnections connections) : IDisposable
{
    private SqliteConnection? _connection;
    private SampleAppender? _appender;
    private RollupWriter? _rollups;

    public SqliteConnection Connection => _connection ??= Reopen();

    public SampleAppender Appender => _appender ??= new SampleAppender(Connection);

    public RollupWriter Rollups => _rollups ??= new RollupWriter(Connection);

    /// <summary>Opens it for the first time.</summary>
    /// <exception cref="StoreRefusedException">See <see cref="SqliteConnections.OpenWriter"/>.</exception>
    public SqliteConnection Open() => _connection ??= connections.OpenWriter();

    /// <summary>Runs <paramref name="work"/> as one transaction; its commands are made with the connection it is given.</summary>
    public T InTransaction<T>(Func<SqliteConnection, T> work)
    {
        // Immediate, so that it waits for the write lock here and not in the middle, where SQLite may not wait.
        using SqliteTransaction transaction = Connection.BeginTransaction(deferred: false);
        T result = work(Connection);
        transaction.Commit();
        return result;
    }

    public void Dispose()
    {
        _appender?.Dispose();
        _appender = null;
        _rollups?.Dispose();
        _rollups = null;
        SqliteConnection? connection = _connection;
        _connection = null;
        sqlite3? handle = connection?.Handle;
        try
        {
            connection?.Dispose();
        }
        catch (SqliteException)
        {
            // Its last ROLLBACK failed. Closing the handle ends the transaction all the same.
            handle?.Dispose();
        }
    }

    /// <summary>A running server refuses nothing for ever: what stands in the way now may be repaired while it runs.</summary>
    private SqliteConnection Reopen()
    {
        try
        {
            return connections.OpenWriter();
        }
        catch (StoreRefusedException e)
        {
            throw new StorageUnavailableException(e.Message, e);
        }
    }
}
