namespace Barograph.Model;

/// <summary>
/// A moment in UTC, counted in microseconds since 1970-01-01T00:00:00Z. The only kind of time inside Barograph;
/// text and Unix seconds are turned into it at the edge. Range: years 0001 to 9999.
/// </summary>
public readonly partial record struct Instant(long Microseconds) : IComparable<Instant>
{
    public const long MicrosecondsPerSecond = 1_000_000;
    private const long TicksPerMicrosecond = TimeSpan.TicksPerMillisecond / 1000;

    /// <summary>0001-01-01T00:00:00Z, the earliest moment that a .NET or PostgreSQL driver can carry.</summary>
    public static readonly Instant MinValue = FromDateTime(DateTime.MinValue);

    /// <summary>9999-12-31T23:59:59.999999Z.</summary>
    public static readonly Instant MaxValue = FromDateTime(DateTime.MaxValue);

    /// <summary>The present by <paramref name="clock"/>, cut to the microsecond.</summary>
    public static Instant Now(TimeProvider clock) => FromDateTime(clock.GetUtcNow().UtcDateTime);

    /// <summary><paramref name="utc"/>, which must be UTC, cut to the microsecond.</summary>
    public static Instant FromDateTime(DateTime utc) =>
        new((utc.Ticks - DateTime.UnixEpoch.Ticks) / TicksPerMicrosecond);

    public static Instant FromUnixSeconds(long seconds) => new(seconds * MicrosecondsPerSecond);

    public DateTime ToDateTime() =>
        new(DateTime.UnixEpoch.Ticks + Microseconds * TicksPerMicrosecond, DateTimeKind.Utc);

    /// <summary>The last multiple of <paramref name="width"/> microseconds since 1970 that is not after this.</summary>
    public Instant Floor(long width)
    {
        long rest = Microseconds % width;
        return new(Microseconds - (rest < 0 ? rest + width : rest));
    }

    public int CompareTo(Instant other) => Microseconds.CompareTo(other.Microseconds);

    public static bool operator <(Instant a, Instant b) => a.Microseconds < b.Microseconds;
    public static bool operator >(Instant a, Instant b) => a.Microseconds > b.Microseconds;
    public static bool operator <=(Instant a, Instant b) => a.Microseconds <= b.Microseconds;
    public static bool operator >=(Instant a, Instant b) => a.Microseconds >= b.Microseconds;
    public static Instant operator +(Instant a, TimeSpan b) => new(a.Microseconds + b.Ticks / TicksPerMicrosecond);
    public static Instant operator -(Instant a, TimeSpan b) => new(a.Microseconds - b.Ticks / TicksPerMicrosecond);
    public static TimeSpan operator -(Instant a, Instant b) => new((a.Microseconds - b.Microseconds) * TicksPerMicrosecond);
}
