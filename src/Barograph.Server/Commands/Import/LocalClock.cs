using Barograph.Model;

namespace Barograph.Server.Commands.Import;

/// <summary>
/// Turns the local times of a table into UTC. Only the direction from UTC to local is asked of the platform; a local time is looked up by trying the
/// offsets of the day before and the day after, so it does not matter how a zone describes its summer time (Dublin has a negative one). Two changes
/// of the clock within three days, which no zone has had since 2015, are not seen.
/// </summary>
/// <remarks>
/// In autumn an hour comes twice. Its rows are taken as of the first pass until, at the same location, the clock has gone back by more than
/// <see cref="Backwards"/>; from then on as of the second. So rows have to come in the order in which they were inserted. In spring an hour is missing;
/// a time in it is moved on by the length of the gap.
/// </remarks>
public sealed class LocalClock(TimeZoneInfo zone)
{
    /// <summary>Two writers may be a moment out of order; a clock that is set back goes back by an hour less the time between two readings.</summary>
    public static readonly TimeSpan Backwards = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly TimeSpan Apart = TimeSpan.FromHours(12);

    private long _dayNumber = -1;
    private TimeSpan? _offsetOfDay;

    /// <summary>How many local times came that the clock shows twice.</summary>
    public long Ambiguous { get; private set; }

    /// <summary>How many of them were taken as of the second pass.</summary>
    public long SecondPass { get; private set; }

    /// <summary>How many local times came that the clock never shows.</summary>
    public long Missing { get; private set; }

    /// <summary>The zone of an IANA name.</summary>
    /// <exception cref="CommandFailedException">This machine does not know it.</exception>
    public static LocalClock Of(string name)
    {
        try
        {
            return new LocalClock(TimeZoneInfo.FindSystemTimeZoneById(name));
        }
        catch (Exception e) when (e is TimeZoneNotFoundException or InvalidTimeZoneException or ArgumentException)
        {
            throw new CommandFailedException(
                $"--time-zone \"{name}\" is not known here. Take a name such as Europe/Berlin or UTC (timedatectl list-timezones shows them; they are in the package tzdata).",
                ExitCode.Usage);
        }
    }

    /// <param name="local">The local time, counted as if it were UTC. From 2014 to 9990.</param>
    /// <param name="trace">What the location's rows before this one said; carried on.</param>
    public Instant ToUtc(Instant local, ref LocalTrace trace)
    {
        long day = local.Microseconds / (long)Day.TotalMicroseconds;
        if (day != _dayNumber)
        {
            // Fast path: no change of the clock near this day. Rows mostly come day by day.
            var midnight = new Instant(day * (long)Day.TotalMicroseconds);
            TimeSpan offset = OffsetAt(midnight - Day);
            _offsetOfDay = offset == OffsetAt(midnight + Day + Day) ? offset : null;
            _dayNumber = day;
        }
        return _offsetOfDay is { } constant ? local - constant : NearChange(local, ref trace);
    }

    /// <summary>What is worth knowing about the times so far.</summary>
    public IEnumerable<string> Notes(string name)
    {
        if (Ambiguous > 0)
            yield return $"{TerminalText.Of(Ambiguous)} rows are of an hour that comes twice in autumn; {TerminalText.Of(SecondPass)} of them, "
                + "after the clock had gone back, were taken for the second.";
        if (Missing > 0)
            yield return $"{TerminalText.Of(Missing)} rows are of an hour that is missing in spring, and were moved on by it. Is {name} right?";
    }

    private Instant NearChange(Instant local, ref LocalTrace trace)
    {
        TimeSpan before = OffsetAt(local - Day), after = OffsetAt(local + Day);
        Instant early = local - before, late = local - after;
        bool isEarly = OffsetAt(early) == before, isLate = OffsetAt(late) == after;
        if (isEarly && isLate && early != late)
            return Twice(local, early, late, ref trace);
        if (isEarly)
            return early;
        if (isLate)
            return late;
        Missing++;
        return early;
    }

    private Instant Twice(Instant local, Instant early, Instant late, ref LocalTrace trace)
    {
        Ambiguous++;
        bool sameHour = trace.Last is { } last && (local - last).Duration() < Apart;
        bool second = sameHour && (trace.IsSecondPass || local < trace.Last - Backwards);
        trace = new LocalTrace(local, second);
        if (second)
            SecondPass++;
        return second ? late : early;
    }

    private TimeSpan OffsetAt(Instant utc) => zone.GetUtcOffset(utc.ToDateTime());
}
