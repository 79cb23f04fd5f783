namespace Barograph.Storage.Tests;

public abstract class NoStore(string description) : IStore
{
    public string Description => description;
    public ISampleWriter Writer => throw new NotSupportedException();
    public ISampleReader Reader => throw new NotSupportedException();
    public IUpkeep Upkeep => throw new NotSupportedException();
    public ISeriesCatalog Series => throw new NotSupportedException();
    public ILocationCatalog Locations => throw new NotSupportedException();
    public IDeviceCatalog Devices => throw new NotSupportedException();
    public ITokenCatalog Tokens => throw new NotSupportedException();
    public IAccountCatalog Accounts => throw new NotSupportedException();
    public ISessionCatalog Sessions => throw new NotSupportedException();
    public IActivityLog Activity => throw new NotSupportedException();
    public ValueTask OpenAsync(CancellationToken cancel) => throw new NotSupportedException();
    public IAsyncEnumerable<CatalogChange> CatalogChangesAsync(CancellationToken cancel) => throw new NotSupportedException();
    public ValueTask<IReadOnlyList<Finding>> ExamineAsync(CancellationToken cancel) => throw new NotSupportedException();
    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return default;
    }
}
