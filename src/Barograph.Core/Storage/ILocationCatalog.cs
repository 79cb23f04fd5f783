using Barograph.Model;

namespace Barograph.Storage;

public interface ILocationCatalog
{
    /// <summary>All locations, ordered by key (ordinal).</summary>
    ValueTask<IReadOnlyList<Location>> ListAsync(CancellationToken cancel);

    /// <summary>Changes what people see of a location; its key and its samples stay. Returns false if there is no such location.</summary>
    ValueTask<bool> ChangeAsync(string key, LocationChange change, CancellationToken cancel);
}
