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

    /// <summary>
    /// Stores the rollups of all hours that are due at <paramref name="now"/> (Tiers.Due), and anew those of hours to which samples came
    /// late. When it returns, what was appended before the call and is due is answered from rollups. Acknowledgements never wait for more than some milliseconds of it.
    /// </summary>
    ValueTask RollUpAsync(Instant now, CancellationToken cancel);

    /// <summary>
    /// Drops raw samples from before <paramref name="before"/>, as far as their rollups are stored, in whole units of the engine (an hour, a partition). From then
    /// on samples from before that time are not taken any more (<see cref="SampleOutcome.TooOld"/>), because they could not be told from retries.
    /// Rollups stay. Killed half-way, the next call goes on.
    /// </summary>
    ValueTask DropRawAsync(Instant before, CancellationToken cancel);

    /// <summary>What <see cref="DropRawAsync"/> would do, and how large the store is. Changes nothing.</summary>
    ValueTask<RetentionForecast> ForecastAsync(Instant before, CancellationToken cancel);
}
