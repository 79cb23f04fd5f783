using Barograph.Model;

namespace Barograph.Storage;

/// <summary>The background work that keeps a store in order. Each call is complete in itself, may be killed and may be repeated; of several processes one does it.</summary>
public interface IUpkeep
{
    /// <summary>Makes what the coming months of samples need (partitions); nothing on an engine without.</summary>
    ValueTask PrepareAsync(Instant now, CancellationToken cancel);

    /// <summary>Removes receipts that were received before <paramref name="before"/>. Returns how many.</summary>
    ValueTask<int> PruneReceiptsAsync(Instant before, CancellationToken cancel);

    /// <summary>Folds each device's activity of before <paramref name="before"/> into one row, and keeps the last 50 rejections of each device.</summary>
    ValueTask CompactActivityAsync(Instant before, CancellationToken cancel);
}
