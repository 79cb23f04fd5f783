using Barograph.Model;

namespace Barograph.Rollups;

/// <summary>The stored tiers and their watermark, which is the same for all series and both tiers.</summary>
public static class Tiers
{
    public const long CellWidth = (long)Resolution.FiveMinutes * Instant.MicrosecondsPerSecond;
    public const long HourWidth = (long)Resolution.Hour * Instant.MicrosecondsPerSecond;

    /// <summary>
    /// How long after its end an hour is rolled up. A report that comes later costs a mark and a second rolling up, so this is more than most boards
    /// gather before they report.
    /// </summary>
    private static readonly TimeSpan Lag = TimeSpan.FromMinutes(10);

    /// <summary>When many hours are due they are published in stages of this width, so that a killed run has done something.</summary>
    private static readonly TimeSpan Stage = TimeSpan.FromDays(10);

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    /// <summary>More than any leap or small step of a clock. A watermark further ahead than this comes from a clock that was wrong.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromDays(1);

    /// <summary>
    /// How long upkeep leaves the store to others after a piece of work, if there are others: then it takes a twentieth of the time, so that boards hardly notice
    /// that ten million samples are being caught up with. (Without it they were acknowledged at a fifth of the rate.)
    /// </summary>
    public static TimeSpan PauseAfter(TimeSpan work) => work * 19 < LongestPause ? work * 19 : LongestPause;

    public static long Width(this Resolution resolution) => (long)resolution * Instant.MicrosecondsPerSecond;

    /// <summary>The watermark that is due at <paramref name="now"/>: a whole hour.</summary>
    public static Instant Due(Instant now) => (now - Lag).Floor(HourWidth);

    /// <summary>True if <paramref name="watermark"/> was set by a clock that has been put back since: then it goes back too.</summary>
    public static bool IsFromTheFuture(Instant watermark, Instant now) => watermark > Due(now) + Ahead;

    /// <summary>Cuts <paramref name="range"/> into parts of at most <paramref name="windows"/> windows, each from one window's beginning to another's.</summary>
    public static IEnumerable<TimeRange> Spans(TimeRange range, Resolution resolution, int windows)
    {
        long width = resolution.Width();
        long to = range.To.Microseconds;
        // The first window that begins in the range.
        Instant from = new(new Instant(range.From.Microseconds - 1).Floor(width).Microseconds + width);
        while (from.Microseconds < to)
        {
            // Whole windows: the last one ends after the range if it begins in it.
            Instant end = new(Math.Min(from.Microseconds + windows * width, new Instant(to - 1).Floor(width).Microseconds + width));
            yield return new TimeRange(from, end);
            from = end;
        }
    }

    /// <summary>The next hours to roll up and publish, up to what is announced.</summary>
    public static TimeRange NextStage(Instant published, Instant announced) =>
        new(published, published + Stage < announced ? published + Stage : announced);
}
