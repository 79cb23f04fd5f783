using Barograph.Model;

namespace Barograph.Storage.Sqlite.Copying;

/// <summary>
/// The readings of a store as they are at one moment, beside the server that uses it or without one. It only reads. While it is open the server's write-ahead log
/// grows by what comes in. For one caller at a time.
/// </summary>
public sealed class SqliteSnapshot : IDisposable
{
    private readonly StoreSnapshot _snapshot;

    /// <param name="path">The store, of this version or an earlier one.</param>
    /// <exception cref="StoreRefusedException">The file is missing, or not a store that this program knows.</exception>
    /// <exception cref="StorageUnavailableException">It cannot be read just now.</exception>
    public SqliteSnapshot(string path)
    {
        _snapshot = new StoreSnapshot(Path.GetFullPath(path));
        Reader = new SqliteSampleReader(_snapshot);
    }

    public ISampleReader Reader { get; }

    /// <inheritdoc cref="ISeriesCatalog.ListAsync"/>
    public IReadOnlyList<SeriesInfo> Series() => _snapshot.Series();

    /// <inheritdoc cref="IRetentionCatalog.RawFromAsync"/>
    public Instant? RawFrom() => _snapshot.RawFrom();

    public void Dispose() => _snapshot.Dispose();
}
