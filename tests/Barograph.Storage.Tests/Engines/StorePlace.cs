namespace Barograph.Storage.Tests;

/// <summary>Where one store lives (a SQLite file, a PostgreSQL database), what makes stores there, and the owner's hand behind the product's back.</summary>
public abstract class StorePlace : IAsyncDisposable
{
    private readonly List<IStore> _stores = [];

    /// <summary>A store that is not opened yet. The place disposes it.</summary>
    public IStore NewStore()
    {
        IStore store = MakeStore();
        _stores.Add(store);
        return store;
    }

    public async Task<IStore> OpenAsync(CancellationToken cancel)
    {
        IStore store = NewStore();
        await store.OpenAsync(cancel);
        return store;
    }

    /// <summary>Makes the database itself refuse every sample with this value, as a rule would that the product does not know.</summary>
    public abstract Task PoisonAsync(double value);

    public async ValueTask DisposeAsync()
    {
        foreach (IStore store in _stores)
            await store.DisposeAsync();
        await RemoveAsync();
        GC.SuppressFinalize(this);
    }

    protected abstract IStore MakeStore();

    protected abstract ValueTask RemoveAsync();
}
