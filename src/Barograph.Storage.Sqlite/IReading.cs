namespace Barograph.Storage.Sqlite;

/// <summary>A way to a connection that only reads.</summary>
internal interface IReading
{
    /// <exception cref="StorageUnavailableException">SQLite could not do it.</exception>
    Task<T> ReadAsync<T>(Func<ReaderConnection, T> work, CancellationToken cancel);
}
