using Barograph.Model;
using Microsoft.Data.Sqlite;

namespace Barograph.Storage.Sqlite;

/// <summary>What the parts of the contract share: the way to the writer, to the readers and to those who listen for changes.</summary>
internal sealed class SqliteEngine(TimeProvider clock) : IReading
{
    private volatile OpenFile? _open;

    public ChangeSignal Changes { get; } = new();

    public Instant Now => Instant.Now(clock);

    /// <summary>Null while the store is not open.</summary>
    public OpenFile? Open
    {
        get => _open;
        set => _open = value;
    }

    public Task<T> ReadAsync<T>(Func<ReaderConnection, T> work, CancellationToken cancel) => Demand().Readers.RunAsync(work, cancel);

    public Task<T> WriteAsync<T>(Func<WriterConnection, T> work, CancellationToken cancel) => Demand().Writer.RunAsync(work, cancel);

    /// <summary>Runs <paramref name="work"/> as one transaction.</summary>
    public Task<T> TransactAsync<T>(Func<SqliteConnection, T> work, CancellationToken cancel) =>
        WriteAsync(writer => writer.InTransaction(work), cancel);

    /// <summary>Like <see cref="TransactAsync"/>, and tells the listeners, after a failure too: it may be committed.</summary>
    public async Task<T> ChangeAsync<T>(Func<SqliteConnection, T> work, CancellationToken cancel)
    {
        try
        {
            return await TransactAsync(work, cancel);
        }
        finally
        {
            Changes.Raise();
        }
    }

    public OpenFile Demand() => _open ?? throw new StorageUnavailableException("The store is not open.");
}
