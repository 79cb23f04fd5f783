using System.Globalization;
using System.Text;
using Barograph.Model;

namespace Barograph.Storage.Postgres;

/// <summary>
/// One payload on the channel of samples, in ASCII, because NOTIFY takes 8,000 bytes and no more:
/// <c>FROM at TIME SERIES[:OFFSET],…</c> (keys of samples; microseconds since 1970, and after it, an offset holding until the next one),
/// <c>FROM series SERIES,…</c> (samples of these, nobody says which) or <c>FROM all</c>. FROM is who says it; <c>-</c> is the database itself.
/// It carries no values: whoever may connect may notify, and what is told is what the store holds.
/// </summary>
internal sealed record SampleNotice(string From, IReadOnlyList<(SeriesId Series, Instant Time)> Keys, IReadOnlyList<SeriesId> Series, bool IsAnything)
{
    private const int MostBytes = 7900;

    /// <summary>What cannot be read was written by a newer version, and may mean anything.</summary>
    public static SampleNotice Parse(string payload)
    {
        string[] words = payload.Split(' ');
        List<(SeriesId, Instant)> keys = [];
        List<SeriesId> series = [];
        bool isRead = words switch
        {
            [_, "at", var time, var list] => TryReadKeys(time, list, keys),
            [_, "series", var list] => TryReadSeries(list, series),
            _ => false,
        };
        return isRead ? new SampleNotice(words[0], keys, series, false) : new SampleNotice(words[0], [], [], true);
    }

    public static string OfAnything(string from) => from + " all";

    public static IEnumerable<string> OfSeries(string from, IEnumerable<SeriesId> series)
    {
        StringBuilder payload = new();
        foreach (SeriesId id in series)
        {
            if (payload.Length > MostBytes)
            {
                yield return payload.ToString();
                payload.Clear();
            }
            payload.Append(payload.Length == 0 ? from + " series " : ",").Append(CultureInfo.InvariantCulture, $"{id.Value}");
        }
        if (payload.Length > 0)
            yield return payload.ToString();
    }

    public static IEnumerable<string> OfKeys(string from, IEnumerable<(SeriesId Series, Instant Time)> keys)
    {
        StringBuilder payload = new();
        Instant start = default, time = default;
        foreach ((SeriesId series, Instant at) in keys)
        {
            if (payload.Length > MostBytes)
            {
                yield return payload.ToString();
                payload.Clear();
            }
            if (payload.Length == 0)
            {
                start = time = at;
                payload.Append(CultureInfo.InvariantCulture, $"{from} at {at.Microseconds} {series.Value}");
                continue;
            }
            payload.Append(CultureInfo.InvariantCulture, $",{series.Value}");
            if (at != time)
                payload.Append(CultureInfo.InvariantCulture, $":{at.Microseconds - start.Microseconds}");
            time = at;
        }
        if (payload.Length > 0)
            yield return payload.ToString();
    }

    private static bool TryReadKeys(string start, string list, List<(SeriesId, Instant)> keys)
    {
        if (!TryReadTime(start, 0, out Instant time))
            return false;
        long from = time.Microseconds;
        foreach (string entry in list.Split(','))
        {
            string[] parts = entry.Split(':');
            if (parts.Length > 2 || !TryReadSeries(parts[0], out SeriesId series) || parts.Length == 2 && !TryReadTime(parts[1], from, out time))
                return false;
            keys.Add((series, time));
        }
        return true;
    }

    private static bool TryReadTime(string text, long from, out Instant time)
    {
        bool isNumber = long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number);
        time = new Instant(unchecked(from + number));
        return isNumber && time >= Instant.MinValue && time <= Instant.MaxValue;
    }

    private static bool TryReadSeries(string list, List<SeriesId> series)
    {
        foreach (string entry in list.Split(','))
        {
            if (!TryReadSeries(entry, out SeriesId id))
                return false;
            series.Add(id);
        }
        return true;
    }

    private static bool TryReadSeries(string text, out SeriesId series)
    {
        bool isNumber = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number);
        series = new SeriesId(number);
        return isNumber;
    }
}
