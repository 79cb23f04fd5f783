namespace Barograph.Storage.Sqlite;

/// <summary>What an open store holds. Closed in the reverse order; the lock last, when nothing of the file is open any more.</summary>
internal sealed record OpenFile(StoreLock Lock, WriterThread Writer, ReaderPool Readers, QuickCheck Check) : IAsyncDisposable
{
    public async ValueTask DisposeAsync()
    {
        await Check.DisposeAsync();
        await Readers.DisposeAsync();
        await Writer.DisposeAsync();
        Lock.Dispose();
    }
}
