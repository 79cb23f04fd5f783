using System.Globalization;
using System.Text;
using Barograph.Model;
using Barograph.Rollups;

namespace Barograph.Query;

/// <summary>The width of windows that a query asks for: a fixed one (<c>30s</c>, <c>5m</c>, <c>1h30m</c>), or one of the calendar (<c>1d</c>, <c>1w</c>, <c>1mo</c>, <c>1y</c>).</summary>
/// <param name="Count">Of the unit; at least 1.</param>
/// <param name="Unit">What is counted.</param>
public readonly record struct QueryStep(long Count, StepUnit Unit)
{
    private const long Second = Instant.MicrosecondsPerSecond;
    private const long Day = 86_400 * Second;

    /// <summary>Beyond a century the calendar's arithmetic would leave the years that exist.</summary>
    private const int MostDays = 36_500;

    // Round numbers of clocks and calendars, so that windows begin where people look for them.
    private static readonly long[] NiceSeconds =
    [
        1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 2 * 86_400, 5 * 86_400, 10 * 86_400, 30 * 86_400, 90 * 86_400, 365 * 86_400,
    ];

    public static QueryStep OfSeconds(long seconds) => new(seconds * Second, StepUnit.Microseconds);

    /// <summary>The narrowest round step that cuts <paramref name="range"/> into at most <paramref name="windows"/> windows, and is not narrower than <paramref name="least"/> seconds.</summary>
    public static QueryStep ForWindows(TimeRange range, int windows, long least)
    {
        // One more window than the width divided by the step may be touched.
        double width = (double)(range.To.Microseconds - range.From.Microseconds) / Second;
        foreach (long seconds in NiceSeconds)
            if (seconds >= least && width / seconds <= Math.Max(1, windows - 1))
                return OfSeconds(seconds);
        long years = (long)Math.Ceiling(width / NiceSeconds[^1] / Math.Max(1, windows - 1));
        return OfSeconds(years * NiceSeconds[^1]);
    }

    /// <summary>Reads a duration as in Prometheus (<c>1h30m</c>; units ms, s, m, h, d, w, y), and <c>mo</c>. Those of the calendar stand alone.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out QueryStep step)
    {
        step = default;
        long fixedSum = 0;
        int parts = 0;
        while (!text.IsEmpty)
        {
            int digits = text.IndexOfAnyExceptInRange('0', '9');
            if (digits <= 0 || !long.TryParse(text[..digits], NumberStyles.None, CultureInfo.InvariantCulture, out long count))
                return false;
            text = text[digits..];
            int letters = text.IndexOfAnyInRange('0', '9');
            ReadOnlySpan<char> unit = letters < 0 ? text : text[..letters];
            text = text[unit.Length..];
            if (Calendar(unit) is { } calendar)
            {
                step = new QueryStep(count, calendar.Unit);
                return parts == 0 && text.IsEmpty && count >= 1 && count <= MostDays / calendar.Days;
            }
            long width = FixedWidth(unit);
            if (width == 0 || count > MostDays * Day / width)
                return false;
            fixedSum += count * width;
            parts++;
        }
        step = new QueryStep(fixedSum, StepUnit.Microseconds);
        return fixedSum is > 0 and <= MostDays * Day;
    }

    /// <summary>The windows that this step makes at a place.</summary>
    public IWindowGrid Grid(TimeZoneInfo zone) =>
        Unit == StepUnit.Microseconds ? new FixedGrid(Count) : new CalendarGrid(this, zone);

    /// <summary>How wide all windows are, in seconds, if they are equally wide at that place; else null.</summary>
    public double? Seconds(TimeZoneInfo zone) => Unit switch
    {
        StepUnit.Microseconds => (double)Count / Second,
        StepUnit.Days when IsUtc(zone) => Count * 86_400,
        StepUnit.Weeks when IsUtc(zone) => Count * 7 * 86_400,
        _ => null,
    };

    /// <summary>As it is written in a query.</summary>
    public override string ToString()
    {
        if (Unit != StepUnit.Microseconds)
            return string.Create(CultureInfo.InvariantCulture, $"{Count}{(Unit switch { StepUnit.Days => "d", StepUnit.Weeks => "w", StepUnit.Months => "mo", _ => "y" })}");
        var text = new StringBuilder();
        long rest = Count;
        foreach ((string unit, long width) in (ReadOnlySpan<(string, long)>)[("h", 3600 * Second), ("m", 60 * Second), ("s", Second), ("ms", Second / 1000)])
            if (Math.DivRem(rest, width, out rest) is > 0 and var count)
                text.Append(CultureInfo.InvariantCulture, $"{count}{unit}");
        return text.ToString();
    }

    private static bool IsUtc(TimeZoneInfo zone) => zone.BaseUtcOffset == TimeSpan.Zero && !zone.SupportsDaylightSavingTime;

    private static (StepUnit Unit, int Days)? Calendar(ReadOnlySpan<char> unit) => unit switch
    {
        "d" => (StepUnit.Days, 1),
        "w" => (StepUnit.Weeks, 7),
        "mo" => (StepUnit.Months, 31),
        "y" => (StepUnit.Years, 366),
        _ => null,
    };

    private static long FixedWidth(ReadOnlySpan<char> unit) => unit switch
    {
        "ms" => Second / 1000,
        "s" => Second,
        "m" => 60 * Second,
        "h" => 3600 * Second,
        _ => 0,
    };
}
