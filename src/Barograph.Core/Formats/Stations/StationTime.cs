using Barograph.Model;

namespace Barograph.Formats;

/// <summary>
/// The time of a weather station, in UTC: <c>2022-01-04 15:08:22</c>, also unpadded (<c>2016-1-4 21:2:35</c>), with blanks inside (<c>10: 36: 28</c>), with a T; <c>now</c>.
/// </summary>
internal static class StationTime
{
    /// <summary>False for what is no time. A null time means now.</summary>
    public static bool TryRead(string sent, out Instant? time)
    {
        time = null;
        string text = sent.Trim();
        if (text.Length == 0 || text.Equals("now", StringComparison.OrdinalIgnoreCase))
            return true;
        Span<int> parts = stackalloc int[6];
        if (!TrySplit(text.EndsWith('Z') ? text[..^1] : text, parts) || !IsDate(parts[0], parts[1], parts[2]) || parts[3] > 23 || parts[4] > 59 || parts[5] > 59)
            return false;
        time = Instant.FromDateTime(new DateTime(parts[0], parts[1], parts[2], parts[3], parts[4], parts[5], DateTimeKind.Utc));
        return true;
    }

    private static bool IsDate(int year, int month, int day) =>
        year is >= 1 and <= 9999 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month);

    /// <summary>Exactly six numbers of at most four digits, whatever of these characters stands between them.</summary>
    private static bool TrySplit(string text, Span<int> parts)
    {
        int count = 0;
        int digits = 0;
        foreach (char c in text)
        {
            if (char.IsAsciiDigit(c))
            {
                if (digits == 0 && ++count > parts.Length || ++digits > 4)
                    return false;
                parts[count - 1] = parts[count - 1] * 10 + (c - '0');
            }
            else if (c is '-' or '/' or ':' or ' ' or 'T')
                digits = 0;
            else
                return false;
        }
        return count == parts.Length;
    }
}
