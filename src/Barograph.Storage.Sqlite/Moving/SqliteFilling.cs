using Barograph.Model;
using Barograph.Rollups;
using Barograph.Storage.Sqlite.Copying;
using Barograph.Storage.Sqlite.Rollups;
using Microsoft.Data.Sqlite;

namespace Barograph.Storage.Sqlite.Moving;

/// <summary>A new SQLite store, <c>PATH.part</c> until it is complete. Killed, it leaves that file, which the next attempt removes.</summary>
public sealed class SqliteFilling : IStoreFilling
{
    private readonly string _path;
    private readonly StoreLock _lock;
    private readonly PartFile _part;
    private readonly SqliteConnection _connection;
    private bool _isWritten;

    private SqliteFilling(string path, StoreLock held, PartFile part)
    {
        _path = path;
        _lock = held;
        _part = part;
        _connection = new SqliteConnections(part.Path).OpenAsItIs();
        // What is interrupted is thrown away, so it needs no journal; the whole file is synced once at the end.
        _connection.Execute("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF;");
        SqliteMigrations.Apply(_connection, part.Path);
        _connection.Execute("BEGIN");
    }

    public string Description => $"SQLite, {_path}";

    /// <exception cref="StoreRefusedException">There is a store already.</exception>
    /// <exception cref="StorageUnavailableException">It cannot be made there.</exception>
    public static SqliteFilling Open(string store)
    {
        string path = Path.GetFullPath(store);
        StoreLock? held = null;
        PartFile? part = null;
        try
        {
            PrivateFile.CreateFolderIfMissing(path);
            string? there = ((string[])["", "-wal", "-shm", "-journal"]).Select(suffix => path + suffix).FirstOrDefault(Path.Exists);
            if (there is not null)
                throw new StoreRefusedException($"{there} exists already and is left as it is. A store is moved to where none is: give another name, or move it away.");
            held = StoreLock.TryTake(path) ?? throw new StoreRefusedException($"A server is using {path}. Give another name.");
            part = new PartFile(path);
            return new SqliteFilling(path, held, part);
        }
        catch (Exception e)
        {
            part?.Dispose();
            held?.Dispose();
            throw e is IOException or UnauthorizedAccessException
                ? new StorageUnavailableException($"{path} cannot be made: {e.Message}", e)
                : SqliteErrors.Translate(e);
        }
    }

    public ValueTask BeginAsync(RetentionPlan plan, Instant? rawFrom, CancellationToken cancel) => Guarded(() =>
    {
        _connection.Execute("UPDATE retention SET raw_days = $1", plan.RawDays);
        // Rollups hold up to there and no farther; upkeep goes on from there.
        RollupStateRow.Write(_connection, new RollupState(rawFrom, rawFrom, rawFrom));
    });

    public async ValueTask<long> FillAsync(MovedTable table, IAsyncEnumerable<object?[]> rows, CancellationToken cancel)
    {
        string insert = MovedSql.Insert(table);
        long count = 0;
        if (table == MovedTable.AlertRules)
            await Guarded(() => _connection.Execute("DELETE FROM alert_rule"));
        await foreach (object?[] row in rows.WithCancellation(cancel))
        {
            await Guarded(() => _connection.Execute(insert, row));
            count++;
        }
        return count;
    }

    public async ValueTask FillAsync(SeriesId series, IAsyncEnumerable<ReadOnlyMemory<TimedValue>> samples, CancellationToken cancel)
    {
        using var insert = new RawStatement(_connection, "INSERT INTO sample (series_id, time, value) VALUES (?1, ?2, ?3)");
        insert.Bind(1, series.Value);
        await foreach (ReadOnlyMemory<TimedValue> block in samples.WithCancellation(cancel))
            await Guarded(() =>
            {
                foreach (TimedValue sample in block.Span)
                {
                    insert.Bind(2, sample.Time.Microseconds);
                    insert.Bind(3, sample.Value);
                    insert.Run();
                }
            });
    }

    public async ValueTask FillAsync(SeriesId series, Resolution resolution, IAsyncEnumerable<ReadOnlyMemory<Rollup>> windows, CancellationToken cancel)
    {
        using var writer = new RollupWriter(_connection);
        await foreach (ReadOnlyMemory<Rollup> block in windows.WithCancellation(cancel))
            await Guarded(() =>
            {
                foreach (Rollup window in block.Span)
                    writer.Put(series, resolution, window);
            });
    }

    public async ValueTask<IStoreContents> ReadBackAsync(CancellationToken cancel)
    {
        await Guarded(() =>
        {
            _connection.Execute("COMMIT");
            _connection.Execute("PRAGMA journal_mode = DELETE");
            _connection.Dispose();
        });
        _isWritten = true;
        return SqliteContents.OpenOwn(_part.Path);
    }

    public ValueTask CompleteAsync(CancellationToken cancel)
    {
        if (!_isWritten)
            throw new InvalidOperationException("It is complete only when it was read back.");
        try
        {
            _part.Place();
            return ValueTask.CompletedTask;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageUnavailableException($"{_path} could not be written: {e.Message}", e);
        }
    }

    public ValueTask DisposeAsync()
    {
        _connection.Dispose();
        _part.Dispose();
        _lock.Dispose();
        return ValueTask.CompletedTask;
    }

    private static ValueTask Guarded(Action write)
    {
        try
        {
            write();
            return ValueTask.CompletedTask;
        }
        catch (SqliteException e)
        {
            throw SqliteErrors.Translate(e);
        }
    }
}
