using Barograph.Model;
using Barograph.Rollups;

namespace Barograph.Query;

/// <summary>
/// Windows of whole days, weeks (from Monday), months or years of a place, counted on from 1970. A day begins at its first midnight; where clocks jump over
/// midnight, at the first moment after the jump. So a day has 23 or 25 hours (or 23½) when the clocks change, and no moment belongs to two.
/// </summary>
public sealed class CalendarGrid(QueryStep step, TimeZoneInfo zone) : IWindowGrid
{
    private static readonly DateOnly Epoch = new(1970, 1, 1);
    private static readonly DateOnly FirstMonday = new(1969, 12, 29);

    public TimeRange WindowAt(Instant time)
    {
        long index = Index(DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(time.ToDateTime(), zone)));
        var window = new TimeRange(Start(index), Start(index + 1));
        // Where clocks are put back over midnight, the evening comes again after the new day has begun.
        while (time >= window.To && window.To < Instant.MaxValue)
            window = new TimeRange(window.To, Start(++index + 1));
        return window;
    }

    private long Index(DateOnly day) => step.Unit switch
    {
        StepUnit.Days => FloorDivide(day.DayNumber - Epoch.DayNumber, step.Count),
        StepUnit.Weeks => FloorDivide(day.DayNumber - FirstMonday.DayNumber, 7 * step.Count),
        StepUnit.Months => FloorDivide((day.Year - 1970) * 12L + day.Month - 1, step.Count),
        _ => FloorDivide(day.Year - 1970, step.Count),
    };

    private Instant Start(long index) => step.Unit switch
    {
        StepUnit.Days => StartOf(Epoch, days: index * step.Count),
        StepUnit.Weeks => StartOf(FirstMonday, days: index * 7 * step.Count),
        StepUnit.Months => StartOf(Epoch, months: index * step.Count),
        _ => StartOf(Epoch, months: index * 12 * step.Count),
    };

    private Instant StartOf(DateOnly from, long days = 0, long months = 0)
    {
        long day = from.DayNumber + days;
        long month = (from.Year - 1) * 12L + from.Month - 1 + months;
        // Beyond the years that exist a window ends with them.
        if (day < 0 || month < 0)
            return Instant.MinValue;
        if (day > DateOnly.MaxValue.DayNumber || month > 9999 * 12 - 1)
            return Instant.MaxValue;
        DateOnly date = months == 0 ? DateOnly.FromDayNumber((int)day) : new DateOnly((int)(month / 12) + 1, (int)(month % 12) + 1, from.Day);
        return Midnight(date.ToDateTime(TimeOnly.MinValue));
    }

    private Instant Midnight(DateTime local)
    {
        if (zone.IsInvalidTime(local))
            return AfterJump(local);
        TimeSpan offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        long ticks = local.Ticks - offset.Ticks;
        return ticks < 0 ? Instant.MinValue : Instant.FromDateTime(new DateTime(ticks, DateTimeKind.Utc));
    }

    /// <summary>The moment at which the clocks jump over a local time that never is.</summary>
    private Instant AfterJump(DateTime local)
    {
        // No offset is larger than 14 hours, and the clocks do not change twice within a day or two.
        Instant before = Instant.FromDateTime(DateTime.SpecifyKind(local, DateTimeKind.Utc)) - TimeSpan.FromHours(15);
        Instant after = before + TimeSpan.FromHours(30);
        while (after.Microseconds - before.Microseconds > 1)
        {
            Instant middle = new((before.Microseconds + after.Microseconds) / 2);
            if (TimeZoneInfo.ConvertTimeFromUtc(middle.ToDateTime(), zone) < local)
                before = middle;
            else
                after = middle;
        }
        return after;
    }

    private static long FloorDivide(long value, long by) => value >= 0 ? value / by : -((-value + by - 1) / by);
}
