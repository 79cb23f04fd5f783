using Barograph.Model;
using Barograph.Storage;

namespace Barograph.Server.Running;

/// <summary>Lets upkeep drop what the plan does not keep, unless the clock is not to be believed.</summary>
public sealed class Retention(IStore store, TimeProvider clock, ILogger log)
{
    private static readonly TimeSpan Recently = TimeSpan.FromDays(7);
    private const int WitnessSeries = 20;
    private const int WitnessDays = 3;
    private const long MostSamples = 1_000_000;

    public async ValueTask RunAsync(CancellationToken cancel)
    {
        Instant now = Instant.Now(clock);
        if ((await store.Retention.ReadAsync(cancel)).DropBefore(now) is not { } before)
            return;
        if (await IsPlausibleAsync(now, cancel) is not { } isPlausible)
            return;
        if (isPlausible)
            await store.Upkeep.DropRawAsync(before, cancel);
        else
            log.LogWarning("No old reading is dropped: there are no readings of {Days} days of the last week, so either the boards are silent or the clock is wrong.", WitnessDays);
    }

    /// <summary>
    /// A clock that jumps years ahead would make everything old. Then the last week has no readings from several days, however fast boards go on
    /// reporting; days later it has, but by then people or NTP have seen it. Null: the last week is not rolled up yet, so nothing is dropped anyway.
    /// </summary>
    private async ValueTask<bool?> IsPlausibleAsync(Instant now, CancellationToken cancel)
    {
        HashSet<Instant> days = [];
        IReadOnlyList<LatestSample> latest = await store.Reader.LatestAsync(null, cancel);
        foreach (LatestSample sample in latest.OrderByDescending(sample => sample.Time).Take(WitnessSeries))
        {
            TimeRange range = new(now - Recently, now);
            try
            {
                await foreach (ReadOnlyMemory<Rollup> hours in store.Reader.ReadRollupsAsync(sample.Series.Id, range, Resolution.Hour, MostSamples, cancel))
                    foreach (Rollup hour in hours.Span)
                        days.Add(hour.Start.Floor(24 * 3600 * Instant.MicrosecondsPerSecond));
            }
            catch (TooManySamplesException)
            {
                return null;
            }
            if (days.Count >= WitnessDays)
                return true;
        }
        return false;
    }
}
