using Barograph.Model;

namespace Barograph.Storage;

public interface ILocationCatalog
{
    /// <summary>All locations, ordered by key (ordinal).</summary>
    ValueTask<IReadOnlyList<Location>> ListAsync(CancellationToken cancel);
}
