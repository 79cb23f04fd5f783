using Barograph.Model;

namespace Barograph.Rollups;

/// <summary>The hours of one series whose stored rollups do not hold.</summary>
/// <param name="hours">Their beginnings, ascending.</param>
public sealed class LateHours(IReadOnlyList<Instant> hours)
{
    private readonly HashSet<Instant>? _hours = hours.Count > 0 ? [.. hours] : null;

    /// <summary>True if the stored window that begins at <paramref name="start"/> does not hold.</summary>
    public bool Contains(Instant start) => _hours is not null && _hours.Contains(start.Floor(Tiers.HourWidth));

    /// <summary>The parts of <paramref name="range"/> that only raw samples can tell, ascending: the late hours, and all from the watermark on.</summary>
    public IEnumerable<TimeRange> RawRanges(TimeRange range, Instant published)
    {
        int i = 0;
        while (i < hours.Count)
        {
            Instant from = Later(hours[i], range.From);
            Instant to = After(hours[i]);
            for (i++; i < hours.Count && hours[i] == to; i++)
                to = After(hours[i]);
            yield return new TimeRange(from, to < range.To ? to : range.To);
        }
        Instant tail = Later(published, range.From);
        if (tail < range.To)
            yield return range with { From = tail };
    }

    private static Instant After(Instant hour) => new(hour.Microseconds + Tiers.HourWidth);

    private static Instant Later(Instant a, Instant b) => a > b ? a : b;
}
