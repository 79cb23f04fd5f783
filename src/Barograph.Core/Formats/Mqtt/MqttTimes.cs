using System.Globalization;
using System.Text;
using System.Text.Json;
using Barograph.Model;

namespace Barograph.Formats;

/// <summary>Times as devices write them in messages. What is no time becomes null, which means the time of receipt.</summary>
internal static class MqttTimes
{
    /// <summary>Unix seconds, fractions allowed.</summary>
    public static Instant? OfSeconds(JsonElement element) =>
        element.ValueKind == JsonValueKind.Number && Instant.TryFromUnixSeconds(Encoding.ASCII.GetBytes(element.GetRawText()), out Instant time) ? time : null;

    /// <summary>Unix milliseconds, as a number or in quotes.</summary>
    public static Instant? OfMilliseconds(JsonElement element)
    {
        string text = element.ValueKind == JsonValueKind.Number ? element.GetRawText() : JsonTree.Text(element, 20) ?? "";
        bool isWhole = long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long milliseconds);
        return isWhole && milliseconds is >= 0 and < 253_402_300_800_000 ? new Instant(milliseconds * 1000) : null;
    }

    /// <summary>RFC 3339 with an offset, or Unix milliseconds.</summary>
    public static Instant? OfTextOrMilliseconds(JsonElement element) =>
        JsonTree.Text(element, 40) is { } text && Instant.TryParse(text, out Instant time) ? time : OfMilliseconds(element);
}
