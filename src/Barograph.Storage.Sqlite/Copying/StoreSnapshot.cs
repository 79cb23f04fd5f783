using Barograph.Model;
using Barograph.Query;
using Barograph.Storage.Sqlite.Catalog;
using Barograph.Storage.Sqlite.Rollups;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Barograph.Storage.Sqlite.Copying;

/// <summary>
/// A store as it is at one moment, for reading beside whoever writes it. It is one read transaction of one connection: writers go on, but their
/// write-ahead log is not folded back into the file before this is disposed. For one caller at a time.
/// </summary>
internal sealed class StoreSnapshot : IReading, IDisposable
{
    // Some 4 MB: a few milliseconds between two looks at the cancellation.
    private const int PagesAtOnce = 1000;

    private readonly string _path;
    private readonly ReaderConnection _reader;

    /// <exception cref="StoreRefusedException">The file is missing, or not a store that this program knows.</exception>
    /// <exception cref="StorageUnavailableException">It cannot be read just now.</exception>
    public StoreSnapshot(string path)
    {
        _path = path;
        if (!File.Exists(path))
            throw new StoreRefusedException($"There is no file {path}.");
        try
        {
            _reader = new ReaderConnection(new SqliteConnections(path).OpenReader());
            // The first read after BEGIN is the moment.
            _reader.Connection.Execute("BEGIN");
            SqliteMigrations.DemandStore(_reader.Connection, path);
        }
        catch (Exception e)
        {
            _reader?.Dispose();
            if (e is SqliteException sqlite)
                throw SqliteErrors.TranslateAtReading(sqlite, path);
            throw;
        }
    }

    /// <summary>What is wrong with the file in SQLite's own words, or "ok". Reads everything once.</summary>
    public string QuickCheck() => Guarded(() => string.Join("; ", _reader.Connection.Rows("PRAGMA quick_check(3)", row => row.GetString(0))));

    /// <summary>All series, in the order of the contract.</summary>
    // The first schema had series and no samples yet.
    public IReadOnlyList<SeriesInfo> Series() =>
        Guarded(() => HasTable("sample") ? SqliteSeriesCatalog.List(_reader, null) : []);

    /// <summary>Raw samples from before this time are not kept; null: all are.</summary>
    // Schemas before the rollups kept all.
    public Instant? RawFrom() => Guarded(() => HasTable("rollup_state") ? RollupStateRow.Read(_reader.Connection).RawFrom : null);

    /// <summary>All series and the digests of their samples, at the moment of this snapshot.</summary>
    public Task<IReadOnlyList<DigestedSeries>> DigestAsync(CancellationToken cancel) =>
        DigestedSeries.OfAllAsync(Series(), new SqliteSampleReader(this), cancel);

    /// <summary>
    /// Copies this very moment, page by page, into an empty file, which is then whole by itself: no write-ahead log belongs to it. It is not
    /// on disk yet.
    /// </summary>
    public void CopyTo(string path, CancellationToken cancel)
    {
        string connectionString = new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadWrite, Pooling = false }.ConnectionString;
        try
        {
            using (var copy = new SqliteConnection(connectionString))
            {
                copy.Open();
                // A copy that is interrupted is thrown away, so it needs no journal; the whole file is synced once at the end.
                copy.Execute("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;");
                CopyPages(copy, cancel);
            }
            // The copied header says that there is a write-ahead log.
            using var whole = new SqliteConnection(connectionString);
            whole.Open();
            whole.Execute("PRAGMA journal_mode = DELETE");
        }
        catch (SqliteException e)
        {
            throw SqliteErrors.Translate(e);
        }
    }

    public Task<T> ReadAsync<T>(Func<ReaderConnection, T> work, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        return Task.FromResult(Guarded(() => work(_reader)));
    }

    public void Dispose() => _reader.Dispose();

    private void CopyPages(SqliteConnection copy, CancellationToken cancel)
    {
        // Within the open transaction the source is the same at each step, and the copying never begins anew because of a writer.
        using sqlite3_backup backup = raw.sqlite3_backup_init(copy.Handle!, "main", _reader.Connection.Handle!, "main");
        if (backup.IsInvalid)
            SqliteException.ThrowExceptionForRC(raw.sqlite3_errcode(copy.Handle!), copy.Handle!);
        int code;
        do
        {
            cancel.ThrowIfCancellationRequested();
            code = raw.sqlite3_backup_step(backup, PagesAtOnce);
        }
        while (code == raw.SQLITE_OK);
        if (code != raw.SQLITE_DONE)
            SqliteException.ThrowExceptionForRC(code, copy.Handle!);
    }

    private bool HasTable(string name) => _reader.Connection.Scalar("SELECT 1 FROM sqlite_schema WHERE name = $1", name) is not null;

    private T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (SqliteException e)
        {
            throw SqliteErrors.TranslateAtReading(e, _path);
        }
    }
}
