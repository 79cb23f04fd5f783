using System.Buffers.Text;
using Barograph.Model;

namespace Barograph.Formats;

/// <summary>In what a request counts its times, all of them whole numbers since 1970; and the times themselves.</summary>
internal readonly record struct InfluxPrecision
{
    private readonly long _perMicrosecond;
    private readonly long _microseconds;

    private InfluxPrecision(long perMicrosecond, long microseconds)
    {
        _perMicrosecond = perMicrosecond;
        _microseconds = microseconds;
    }

    public static readonly InfluxPrecision Nanosecond = new(1000, 1);
    private static readonly InfluxPrecision Microsecond = new(1, 1);
    private static readonly InfluxPrecision Millisecond = new(1, 1000);
    private static readonly InfluxPrecision Second = new(1, 1_000_000);
    private static readonly InfluxPrecision Minute = new(1, 60_000_000);
    private static readonly InfluxPrecision Hour = new(1, 3_600_000_000);

    // 3.x chooses by the size of each time.
    private static readonly InfluxPrecision ByMagnitude = new(0, 0);

    /// <summary>
    /// Reads the parameter <c>precision</c>. As InfluxDB does, the first generation takes what it does not know for nanoseconds; the later ones refuse it.
    /// </summary>
    public static bool TryFind(string? sent, InfluxGeneration generation, out InfluxPrecision precision)
    {
        precision = Find(sent ?? "", generation) ?? default;
        return precision != default || generation == InfluxGeneration.Three && IsAuto(sent);
    }

    /// <summary>A time in this precision, cut to the microsecond; false for what is no whole number or outside the years 1 to 9999.</summary>
    public bool TryRead(ReadOnlySpan<byte> sent, out Instant time)
    {
        time = default;
        if (!Utf8Parser.TryParse(sent, out long count, out int read) || read != sent.Length)
            return false;
        InfluxPrecision own = this == ByMagnitude ? Guess(count) : this;
        Int128 microseconds = own._perMicrosecond > 1 ? FloorDivide(count, own._perMicrosecond) : (Int128)count * own._microseconds;
        if (microseconds < Instant.MinValue.Microseconds || microseconds > Instant.MaxValue.Microseconds)
            return false;
        time = new Instant((long)microseconds);
        return true;
    }

    private static InfluxPrecision? Find(string sent, InfluxGeneration generation) => (sent, generation) switch
    {
        ("" or "n" or "ns", InfluxGeneration.One) or ("" or "ns", InfluxGeneration.Two) => Nanosecond,
        ("u" or "us" or "µ", InfluxGeneration.One) or ("us", InfluxGeneration.Two) => Microsecond,
        ("ms", InfluxGeneration.One or InfluxGeneration.Two) => Millisecond,
        ("s", InfluxGeneration.One or InfluxGeneration.Two) => Second,
        ("m", InfluxGeneration.One) => Minute,
        ("h", InfluxGeneration.One) => Hour,
        (_, InfluxGeneration.One) => Nanosecond,
        ("nanosecond" or "ns" or "n", InfluxGeneration.Three) => Nanosecond,
        ("microsecond" or "us" or "u", InfluxGeneration.Three) => Microsecond,
        ("millisecond" or "ms", InfluxGeneration.Three) => Millisecond,
        ("second" or "s", InfluxGeneration.Three) => Second,
        _ => null,
    };

    private static bool IsAuto(string? sent) => sent is null or "" or "auto";

    // The thresholds of 3.x: what is a time of our century in one precision is none in the others.
    private static InfluxPrecision Guess(long count) => Int128.Abs(count) switch
    {
        var size when size < 5_000_000_000 => Second,
        var size when size < 5_000_000_000_000 => Millisecond,
        var size when size < 5_000_000_000_000_000 => Microsecond,
        _ => Nanosecond,
    };

    private static long FloorDivide(long count, long divisor) => count / divisor - (count % divisor < 0 ? 1 : 0);
}
