using System.Globalization;
using Barograph.Model;

namespace Barograph.Formats;

/// <summary>What ThingSpeak's updates have in common, single and in bulk.</summary>
internal static class ThingSpeakFields
{
    /// <summary>The metric of a field; null for what is no value.</summary>
    public static string? Metric(string key) => key switch
    {
        "field1" or "field2" or "field3" or "field4" or "field5" or "field6" or "field7" or "field8" => key,
        "lat" or "latitude" => "latitude",
        "long" or "longitude" => "longitude",
        "elevation" => "elevation",
        _ => null,
    };

    /// <summary>Reads <c>created_at</c>; a time without a zone is UTC.</summary>
    public static bool TryTime(string sent, out Instant time)
    {
        if (Instant.TryParse(sent.AsSpan(), out time))
            return true;
        bool isUtc = DateTime.TryParseExact(sent, ["yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd HH:mm:ss 'UTC'"], CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTime utc);
        time = isUtc ? Instant.FromDateTime(utc) : default;
        return isUtc;
    }
}
