using System.Runtime.CompilerServices;
using Barograph.Model;
using Barograph.Storage.Sqlite.Catalog;
using Barograph.Storage.Sqlite.Copying;
using Microsoft.Data.Sqlite;

namespace Barograph.Storage.Sqlite.Moving;

/// <summary>Everything in a SQLite file. It is only read.</summary>
public sealed class SqliteContents : IStoreContents
{
    private const int BlockLength = 4096;

    private readonly StoreSnapshot _snapshot;
    private readonly SqliteSampleReader _samples;
    private readonly StoreLock? _lock;

    private SqliteContents(string path, StoreLock? held)
    {
        _lock = held;
        try
        {
            _snapshot = new StoreSnapshot(path);
        }
        catch
        {
            held?.Dispose();
            throw;
        }
        _samples = new SqliteSampleReader(_snapshot);
        Description = $"SQLite, {path}";
    }

    public string Description { get; }

    /// <summary>A store that no server uses, nor can until this is disposed.</summary>
    /// <exception cref="StoreRefusedException">A server uses it, or it is not a store of this version.</exception>
    /// <exception cref="StorageUnavailableException">It cannot be read just now.</exception>
    public static SqliteContents Open(string store)
    {
        string path = Path.GetFullPath(store);
        if (!File.Exists(path))
            throw new StoreRefusedException($"There is no store at {path}.");
        StoreLock held;
        try
        {
            held = StoreLock.TryTake(path) ?? throw new StoreRefusedException(
                $"A server is using {path}, and what it takes while the store is moved would stay behind. Stop it first, for example with: "
                + "systemctl stop barograph.socket barograph.service");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreRefusedException($"{path}-lock cannot be opened, which tells whether a server runs: {e.Message} Run this as the user that the store belongs to.", e);
        }
        var contents = new SqliteContents(path, held);
        try
        {
            contents.DemandThisVersion(path);
            return contents;
        }
        catch
        {
            contents.DisposeAsync().AsTask().GetAwaiter().GetResult(); // nothing in it waits
            throw;
        }
    }

    /// <summary>A file that this process has made and nobody else knows.</summary>
    internal static SqliteContents OpenOwn(string path) => new(path, null);

    public ValueTask<IReadOnlyList<SeriesInfo>> SeriesAsync(CancellationToken cancel) => ValueTask.FromResult(_snapshot.Series());

    public ValueTask<Instant?> RawFromAsync(CancellationToken cancel) => ValueTask.FromResult(_snapshot.RawFrom());

    public ValueTask<RetentionPlan> PlanAsync(CancellationToken cancel) =>
        new(_snapshot.ReadAsync(reader => SqliteRetentionCatalog.Read(reader.Connection), cancel));

    public async IAsyncEnumerable<object?[]> RowsAsync(MovedTable table, [EnumeratorCancellation] CancellationToken cancel)
    {
        using SqliteCommand command = await _snapshot.ReadAsync(reader => Command(reader.Connection, MovedSql.Select(table)), cancel);
        using SqliteDataReader rows = await _snapshot.ReadAsync(_ => command.ExecuteReader(), cancel);
        while (await _snapshot.ReadAsync(_ => rows.Read(), cancel))
            yield return await _snapshot.ReadAsync(_ => MovedSql.Row(rows, table), cancel);
    }

    public IAsyncEnumerable<ReadOnlyMemory<TimedValue>> SamplesAsync(SeriesId series, Instant from, CancellationToken cancel) =>
        _samples.ReadAsync(series, TimeRange.All with { From = from }, cancel);

    public async IAsyncEnumerable<ReadOnlyMemory<Rollup>> RollupsAsync(
        SeriesId series, Resolution resolution, Instant before, [EnumeratorCancellation] CancellationToken cancel)
    {
        Instant from = Instant.MinValue;
        while (true)
        {
            var range = new TimeRange(from, before);
            List<Rollup> block = await _snapshot.ReadAsync(reader => reader.Rollups.ReadStored(series, range, resolution, BlockLength), cancel);
            if (block.Count == 0)
                yield break;
            yield return block.ToArray();
            from = new Instant(block[^1].Start.Microseconds + 1);
        }
    }

    public ValueTask DisposeAsync()
    {
        _snapshot.Dispose();
        _lock?.Dispose();
        return ValueTask.CompletedTask;
    }

    private static SqliteCommand Command(SqliteConnection connection, string sql)
    {
        SqliteCommand command = connection.CreateCommand();
        // Of names of tables and columns that stand in this program.
#pragma warning disable CA2100
        command.CommandText = sql;
#pragma warning restore CA2100
        return command;
    }

    private void DemandThisVersion(string path) => _snapshot.ReadAsync(
        reader => SqliteMigrations.AreDue(reader.Connection, path)
            ? throw new StoreRefusedException($"{path} is from an older Barograph. Let the server migrate it once: barograph serve --store sqlite:{path}")
            : true,
        CancellationToken.None).GetAwaiter().GetResult();
}
