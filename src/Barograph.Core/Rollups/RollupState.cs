using Barograph.Model;

namespace Barograph.Rollups;

/// <summary>How far a store's rollups are, as both engines keep it in rollup_state: RawFrom ≤ Published ≤ Announced.</summary>
/// <param name="Announced">A sample from before it leaves a mark on its hour. Null: nothing was announced yet.</param>
/// <param name="Published">Rollups from before it hold, but for the marked hours. Null: nothing was published yet.</param>
/// <param name="RawFrom">Raw samples from before it are dropped, or are just being dropped, and no more are taken. Null: none are.</param>
public readonly record struct RollupState(Instant? Announced, Instant? Published, Instant? RawFrom)
{
    /// <summary>The state with the watermark announced that is due at <paramref name="now"/>; the same state if it is announced already.</summary>
    public RollupState Announce(Instant now)
    {
        Instant due = Tiers.Due(now);
        if (Announced is { } announced && Tiers.IsFromTheFuture(announced, now))
        {
            // Rollups from after the watermark are never read, and are written anew when it comes there again.
            Instant back = RawFrom > due ? RawFrom.Value : due;
            return this with { Announced = back, Published = Published > back ? back : Published };
        }
        return Announced >= due ? this : this with { Announced = due };
    }

    /// <summary>
    /// Where nothing was ever published: everything from before the first sample is. Only after an announcement, and when no append can be ignorant of it: what came
    /// before has left no mark.
    /// </summary>
    /// <param name="firstHour">The hour of the store's first sample; null if it has none.</param>
    public RollupState Begin(Instant? firstHour) => this with { Published = firstHour < Announced ? firstHour : Announced };
}
