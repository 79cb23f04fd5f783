using Barograph.Model;

namespace Barograph.Storage;

/// <summary>What holds for everybody who looks at this store.</summary>
public interface ISiteCatalog
{
    /// <summary>Private and without wishes for units until somebody says otherwise.</summary>
    ValueTask<Site> ReadAsync(CancellationToken cancel);

    /// <summary>Sets all of it, as one transaction.</summary>
    ValueTask SetAsync(Site site, CancellationToken cancel);
}
