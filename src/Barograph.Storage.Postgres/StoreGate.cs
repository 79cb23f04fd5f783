namespace Barograph.Storage.Postgres;

/// <summary>Closed until the store was opened, so that no member works on a database that was not examined.</summary>
internal sealed class StoreGate
{
    private volatile bool _open;

    public void Open() => _open = true;

    public void ThrowIfClosed()
    {
        if (!_open)
            throw new StorageUnavailableException("The store is not open yet.");
    }
}
