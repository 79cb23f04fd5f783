using System.Runtime.CompilerServices;
using Barograph.Model;
using Barograph.Storage.Sqlite.Catalog;
using Microsoft.Data.Sqlite;

namespace Barograph.Storage.Sqlite;

/// <summary>The store in one SQLite file, with no server behind it. One process at a time; see <see cref="StoreLock"/>.</summary>
public sealed class SqliteStore : IStore
{
    private readonly string _path;
    private readonly SqliteAccess _access;
    private readonly SqliteConnections _connections;
    private readonly SqliteEngine _engine;
    private readonly SemaphoreSlim _opening = new(1);

    /// <param name="path">The file; relative to the current directory.</param>
    /// <param name="access">See <see cref="SqliteAccess"/>.</param>
    /// <param name="clock">For the times of creation of locations and series.</param>
    public SqliteStore(string path, SqliteAccess access, TimeProvider clock)
    {
        _path = Path.GetFullPath(path);
        _access = access;
        _connections = new SqliteConnections(_path);
        _engine = new SqliteEngine(clock);
        Writer = new SqliteSampleWriter(_engine);
        Reader = new SqliteSampleReader(_engine);
        Upkeep = new SqliteUpkeep(_engine, _path);
        Series = new SqliteSeriesCatalog(_engine);
        Locations = new SqliteLocationCatalog(_engine);
        Devices = new SqliteDeviceCatalog(_engine);
        Tokens = new SqliteTokenCatalog(_engine);
        Accounts = new SqliteAccountCatalog(_engine);
        Sessions = new SqliteSessionCatalog(_engine);
        Activity = new SqliteActivityLog(_engine);
        Retention = new SqliteRetentionCatalog(_engine);
        Site = new SqliteSiteCatalog(_engine);
        AlertRules = new SqliteAlertRuleCatalog(_engine);
        Targets = new SqliteTargetCatalog(_engine);
        Episodes = new SqliteEpisodeLog(_engine);
        Outbox = new SqliteOutbox(_engine);
    }

    public string Description => $"SQLite, {_path}";

    public ISampleWriter Writer { get; }
    public ISampleReader Reader { get; }
    public IUpkeep Upkeep { get; }
    public ISeriesCatalog Series { get; }
    public ILocationCatalog Locations { get; }
    public IDeviceCatalog Devices { get; }
    public ITokenCatalog Tokens { get; }
    public IAccountCatalog Accounts { get; }
    public ISessionCatalog Sessions { get; }
    public IActivityLog Activity { get; }
    public IRetentionCatalog Retention { get; }
    public ISiteCatalog Site { get; }
    public IAlertRuleCatalog AlertRules { get; }
    public ITargetCatalog Targets { get; }
    public IEpisodeLog Episodes { get; }
    public IOutbox Outbox { get; }

    public async ValueTask OpenAsync(CancellationToken cancel)
    {
        await _opening.WaitAsync(cancel);
        try
        {
            if (_engine.Open is null)
                await OpenFileAsync();
        }
        catch (UnauthorizedAccessException e)
        {
            throw new StoreRefusedException($"{e.Message} File and folder must belong to the user that runs Barograph.", e);
        }
        catch (IOException e)
        {
            throw new StorageUnavailableException($"{_path} cannot be opened: {e.Message}", e);
        }
        finally
        {
            _opening.Release();
        }
    }

    public IAsyncEnumerable<CatalogChange> CatalogChangesAsync(CancellationToken cancel) => _engine.Changes.ListenAsync(cancel);

    /// <summary>The lock lets nobody else commit.</summary>
    public async IAsyncEnumerable<SampleNews> SampleNewsAsync(Func<SeriesId, bool> isWanted, [EnumeratorCancellation] CancellationToken cancel)
    {
        yield return SampleNews.Anything;
        await Task.Delay(Timeout.Infinite, cancel);
    }

    public async ValueTask<IReadOnlyList<Finding>> ExamineAsync(CancellationToken cancel)
    {
        OpenFile open = _engine.Demand();
        // The server began its check at the start; a command that nobody waits behind runs it now.
        Task<string> check = open.Check.StartAsync();
        if (_access == SqliteAccess.Admin)
            await check.WaitAsync(cancel);
        return await _engine.WriteAsync(writer => StoreExamination.Examine(writer.Connection, _path, check, _engine.Now), cancel);
    }

    /// <summary>Ends what is running, closes the file and, last, gives up the lock.</summary>
    public async ValueTask DisposeAsync()
    {
        await _opening.WaitAsync();
        try
        {
            OpenFile? open = _engine.Open;
            _engine.Open = null;
            if (open is not null)
                await open.DisposeAsync();
        }
        finally
        {
            _opening.Release();
        }
    }

    private async Task OpenFileAsync()
    {
        StoreLock storeLock = TakeLock();
        var writer = new WriterThread(_connections);
        var open = new OpenFile(storeLock, writer, new ReaderPool(_connections), new QuickCheck(_connections));
        try
        {
            await writer.RunAsync(OpenOnWriter, CancellationToken.None);
        }
        catch
        {
            await open.DisposeAsync();
            throw;
        }
        _engine.Open = open;
        if (_access == SqliteAccess.Serve)
            _ = open.Check.StartAsync(); // never fails: what it finds is its outcome
    }

    private StoreLock TakeLock()
    {
        if (_access == SqliteAccess.Admin)
        {
            if (!File.Exists(_path))
                throw new StoreRefusedException(
                    $"There is no store at {_path}. Start the server once, it makes one: barograph serve --store sqlite:{_path}");
            return StoreLock.TryTake(_path) ?? throw new StorageUnavailableException($"{_path} is in use by a running server.");
        }
        PrivateFile.CreateFolderIfMissing(_path);
        StoreLock taken = StoreLock.TryTake(_path) ?? throw new StoreRefusedException(
            $"Another server is using {_path}. Stop it first, or give this one a store of its own: --store sqlite:PATH");
        try
        {
            PrivateFile.CreateIfMissing(_path);
            return taken;
        }
        catch
        {
            taken.Dispose();
            throw;
        }
    }

    private bool OpenOnWriter(WriterConnection writer)
    {
        try
        {
            // Looked at by a reader first: opening it to write would turn even another program's file to WAL.
            if (File.Exists(_path + "-journal"))
                using (SqliteConnection undoing = _connections.OpenAsItIs())
                    undoing.Scalar("SELECT count(*) FROM sqlite_schema");
            bool migrationsAreDue;
            using (SqliteConnection reader = _connections.OpenReader())
                migrationsAreDue = SqliteMigrations.AreDue(reader, _path);
            if (migrationsAreDue && _access == SqliteAccess.Admin)
                throw new StoreRefusedException(
                    $"{_path} is from an older Barograph. Let the server migrate it once: barograph serve --store sqlite:{_path}");
            SqliteConnection connection = writer.Open();
            if (migrationsAreDue)
                SqliteMigrations.Apply(connection, _path);
            return true;
        }
        catch (SqliteException e)
        {
            throw SqliteErrors.TranslateAtOpen(e, _path);
        }
    }
}
