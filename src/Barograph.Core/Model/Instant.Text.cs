using System.Buffers.Text;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace Barograph.Model;

/// <summary>The two spellings that cross the edge: RFC 3339 text and decimal Unix seconds. Nothing here throws on bad input.</summary>
public readonly partial record struct Instant
{
    /// <summary>Bytes that <see cref="TryFormat"/> needs at most: <c>9999-12-31T23:59:59.999999Z</c>.</summary>
    public const int MaxTextLength = 27;

    /// <summary>Bytes that <see cref="WriteUnixSeconds"/> needs at most, for any count of microseconds.</summary>
    public const int MaxUnixSecondsLength = 21;

    /// <summary>
    /// RFC 3339 with an offset. Fraction digits beyond the microsecond are cut, not rounded, so that a time never moves into the future.
    /// False for everything that names no moment: no offset, second 60, hour 24, a year before 1 or after 9999 once in UTC, trailing text.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Instant instant) => TryParseText(text, out instant);

    /// <inheritdoc cref="TryParse(ReadOnlySpan{char}, out Instant)"/>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out Instant instant) => TryParseText(utf8, out instant);

    /// <summary>
    /// The text of a JSON number of Unix seconds, exact and cut to the microsecond towards the past. False if it is no such number
    /// or lies outside the years 1 to 9999 (milliseconds sent as seconds end up there).
    /// </summary>
    public static bool TryFromUnixSeconds(ReadOnlySpan<byte> number, out Instant instant)
    {
        instant = default;
        if (!TryReadMicroseconds(number, out long microseconds))
            return false;
        return TryWithinYears(microseconds, out instant);
    }

    /// <summary>
    /// Writes the exact decimal Unix seconds, without trailing zeros, and returns their length. The span must hold
    /// <see cref="MaxUnixSecondsLength"/> bytes.
    /// </summary>
    public int WriteUnixSeconds(Span<byte> utf8)
    {
        int at = 0;
        // Negation wraps for long.MinValue, and the wrapped value is the right magnitude.
        ulong magnitude = unchecked((ulong)(Microseconds < 0 ? -Microseconds : Microseconds));
        if (Microseconds < 0)
            utf8[at++] = (byte)'-';
        Utf8Formatter.TryFormat(magnitude / MicrosecondsPerSecond, utf8[at..], out int written);
        at += written;
        uint fraction = (uint)(magnitude % MicrosecondsPerSecond);
        if (fraction == 0)
            return at;
        utf8[at++] = (byte)'.';
        WriteDigits(utf8.Slice(at, 6), fraction);
        at += 6;
        while (utf8[at - 1] == '0')
            at--;
        return at;
    }

    /// <summary>
    /// Writes RFC 3339 in UTC with 0, 3 or 6 fraction digits, whichever is the shortest exact one. False if there is no room for
    /// <see cref="MaxTextLength"/> bytes or the year is not 1 to 9999.
    /// </summary>
    public bool TryFormat(Span<byte> utf8, out int written)
    {
        written = 0;
        if (this < MinValue || this > MaxValue || utf8.Length < MaxTextLength
            || !ToDateTime().TryFormat(utf8, out int at, "s", CultureInfo.InvariantCulture))
            return false;
        uint fraction = (uint)((ulong)(Microseconds - MinValue.Microseconds) % MicrosecondsPerSecond);
        if (fraction != 0)
        {
            int digits = fraction % 1000 == 0 ? 3 : 6;
            utf8[at++] = (byte)'.';
            WriteDigits(utf8.Slice(at, digits), digits == 3 ? fraction / 1000 : fraction);
            at += digits;
        }
        utf8[at++] = (byte)'Z';
        written = at;
        return true;
    }

    /// <summary>Shortest RFC 3339 in UTC; outside the years 1 to 9999, which only a programming error reaches, the Unix seconds.</summary>
    public override string ToString()
    {
        Span<byte> text = stackalloc byte[MaxTextLength];
        if (!TryFormat(text, out int written))
            written = WriteUnixSeconds(text);
        return Encoding.ASCII.GetString(text[..written]);
    }

    private static void WriteDigits(Span<byte> digits, uint number)
    {
        for (int i = digits.Length - 1; i >= 0; i--)
        {
            digits[i] = (byte)('0' + number % 10);
            number /= 10;
        }
    }

    // One implementation for chars and for UTF-8: every character that may stand in a time is ASCII.
    private static bool TryParseText<T>(ReadOnlySpan<T> text, out Instant instant) where T : unmanaged, IBinaryInteger<T>
    {
        instant = default;
        const int SecondEnd = 19;
        if (text.Length <= SecondEnd || !IsLaidOut(text))
            return false;
        int year = Number(text, 0, 4), month = Number(text, 5, 2), day = Number(text, 8, 2);
        int hour = Number(text, 11, 2), minute = Number(text, 14, 2), second = Number(text, 17, 2);
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)
            || hour is < 0 or > 23 || minute is < 0 or > 59 || second is < 0 or > 59)
            return false;
        if (!TryReadFraction(text[SecondEnd..], out int fraction, out int length)
            || !TryReadOffset(text[(SecondEnd + length)..], out int offsetMinutes))
            return false;
        var local = FromDateTime(new DateTime(year, month, day, hour, minute, second, DateTimeKind.Utc));
        return TryWithinYears(local.Microseconds + fraction - offsetMinutes * 60 * MicrosecondsPerSecond, out instant);
    }

    private static bool TryWithinYears(long microseconds, out Instant instant)
    {
        bool within = microseconds >= MinValue.Microseconds && microseconds <= MaxValue.Microseconds;
        instant = within ? new Instant(microseconds) : default;
        return within;
    }

    private static bool IsLaidOut<T>(ReadOnlySpan<T> text) where T : unmanaged, IBinaryInteger<T> =>
        At(text, 4) == '-' && At(text, 7) == '-' && At(text, 10) is 'T' or 't' or ' ' && At(text, 13) == ':' && At(text, 16) == ':';

    private static bool TryReadFraction<T>(ReadOnlySpan<T> text, out int microseconds, out int length)
        where T : unmanaged, IBinaryInteger<T>
    {
        microseconds = 0;
        length = 0;
        if (text.IsEmpty || At(text, 0) != '.')
            return true;
        int weight = 100_000;
        for (length = 1; length < text.Length && char.IsAsciiDigit(At(text, length)); length++)
        {
            microseconds += (At(text, length) - '0') * weight;
            weight /= 10;
        }
        return length > 1;
    }

    private static bool TryReadOffset<T>(ReadOnlySpan<T> text, out int minutes) where T : unmanaged, IBinaryInteger<T>
    {
        minutes = 0;
        if (text.Length == 1)
            return At(text, 0) is 'Z' or 'z';
        if (text.Length != 6 || At(text, 3) != ':' || At(text, 0) is not ('+' or '-'))
            return false;
        int hour = Number(text, 1, 2), minute = Number(text, 4, 2);
        if (hour is < 0 or > 23 || minute is < 0 or > 59)
            return false;
        minutes = (hour * 60 + minute) * (At(text, 0) == '-' ? -1 : 1);
        return true;
    }

    // -1 if one of the characters is not a digit.
    private static int Number<T>(ReadOnlySpan<T> text, int start, int count) where T : unmanaged, IBinaryInteger<T>
    {
        int number = 0;
        for (int i = start; i < start + count; i++)
        {
            if (!char.IsAsciiDigit(At(text, i)))
                return -1;
            number = number * 10 + (At(text, i) - '0');
        }
        return number;
    }

    private static char At<T>(ReadOnlySpan<T> text, int index) where T : unmanaged, IBinaryInteger<T> =>
        (char)ushort.CreateTruncating(text[index]);

    private static bool TryReadMicroseconds(ReadOnlySpan<byte> number, out long microseconds)
    {
        microseconds = 0;
        bool negative = number.StartsWith("-"u8);
        ReadOnlySpan<byte> rest = negative ? number[1..] : number;
        long seconds = 0;
        int at = 0;
        for (; at < rest.Length && char.IsAsciiDigit((char)rest[at]); at++)
        {
            // Stops the count before it can overflow; the last second of year 9999 has 12 digits.
            seconds = Math.Min(seconds * 10 + (rest[at] - '0'), 10_000_000_000_000);
        }
        if (at == 0 || !TryReadFraction(rest[at..], out int fraction, out int length))
            return false;
        ReadOnlySpan<byte> cut = length > 7 ? rest.Slice(at + 7, length - 7) : [];
        at += length;
        if (at < rest.Length)
            return TryReadExponent(number, rest[at..], out microseconds);
        microseconds = seconds * MicrosecondsPerSecond + fraction;
        if (negative)
            microseconds = -microseconds - (cut.ContainsAnyExcept((byte)'0') ? 1 : 0);
        return true;
    }

    // Slow path: hardly anything sends Unix seconds with an exponent. A decimal holds 28 digits, a time needs 18.
    private static bool TryReadExponent(ReadOnlySpan<byte> number, ReadOnlySpan<byte> exponent, out long microseconds)
    {
        microseconds = 0;
        const NumberStyles Styles = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        bool wellFormed = exponent[0] is (byte)'e' or (byte)'E' && char.IsAsciiDigit((char)exponent[^1]);
        if (!wellFormed || !decimal.TryParse(number, Styles, CultureInfo.InvariantCulture, out decimal seconds)
            || Math.Abs(seconds) > 1_000_000_000_000m)
            return false;
        microseconds = (long)decimal.Floor(seconds * MicrosecondsPerSecond);
        return true;
    }
}
