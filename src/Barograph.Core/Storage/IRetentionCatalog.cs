using Barograph.Model;

namespace Barograph.Storage;

/// <summary>How long the store keeps raw samples. Upkeep acts by it; rollups are kept for ever.</summary>
public interface IRetentionCatalog
{
    ValueTask<RetentionPlan> ReadAsync(CancellationToken cancel);

    ValueTask SetAsync(RetentionPlan plan, CancellationToken cancel);

    /// <summary>Raw samples from before this time are dropped, or are being dropped; null: none was. Another plan does not bring them back.</summary>
    ValueTask<Instant?> RawFromAsync(CancellationToken cancel);

    /// <summary>The watermark: everything before this time is rolled up, but for what came late since upkeep last ran; null: nothing was ever rolled up.</summary>
    ValueTask<Instant?> RolledUpToAsync(CancellationToken cancel);
}
