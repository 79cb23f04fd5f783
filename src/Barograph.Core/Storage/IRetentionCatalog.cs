using Barograph.Model;

namespace Barograph.Storage;

/// <summary>How long the store keeps raw samples. Upkeep acts by it; rollups are kept for ever.</summary>
public interface IRetentionCatalog
{
    ValueTask<RetentionPlan> ReadAsync(CancellationToken cancel);

    ValueTask SetAsync(RetentionPlan plan, CancellationToken cancel);
}
