using System.Text.Json;
using Barograph.Model;

namespace Barograph.Formats;

/// <summary>
/// The fields of a report that are no values. Each method reads the value that the reader stands on into the report and answers null, or
/// answers a sentence saying what is wrong with it. JSON null is the same as leaving the field out.
/// </summary>
internal static class JsonReportFields
{
    private const int MaxIdLength = 64;
    private const long MaxAgeSeconds = 30 * 24 * 3600;

    public static string? Location(ref Utf8JsonReader reader, JsonText text, Report report)
    {
        if (reader.TokenType == JsonTokenType.Null)
            return null;
        if (reader.TokenType != JsonTokenType.String)
            return "The location must be a string.";
        if (!text.TryRead(ref reader, out ReadOnlySpan<byte> location))
            return $"The location {InputQuote.Of(location)} is too long or not valid text.";
        report.Location = NameCache.Get(location);
        return null;
    }

    public static string? Time(ref Utf8JsonReader reader, JsonText text, Report report)
    {
        Instant time = default;
        bool isTime = reader.TokenType switch
        {
            JsonTokenType.Null => true,
            JsonTokenType.Number => Instant.TryFromUnixSeconds(reader.ValueSpan, out time),
            JsonTokenType.String => text.TryRead(ref reader, out ReadOnlySpan<byte> sent) && Instant.TryParse(sent, out time),
            _ => false,
        };
        if (!isTime)
            return $"The time {Quote(ref reader)} is neither RFC 3339 with an offset, as \"2026-11-22T21:45:13Z\", "
                + "nor a JSON number of Unix seconds up to the year 9999.";
        if (reader.TokenType != JsonTokenType.Null)
            report.Time = time;
        return null;
    }

    public static string? Age(ref Utf8JsonReader reader, Report report)
    {
        if (reader.TokenType == JsonTokenType.Null)
            return null;
        // Seconds are read as a time of 1970: the same exact decimal arithmetic.
        if (reader.TokenType != JsonTokenType.Number || !Instant.TryFromUnixSeconds(reader.ValueSpan, out Instant since)
            || since.Microseconds is < 0 or > MaxAgeSeconds * Instant.MicrosecondsPerSecond)
            return $"The age {Quote(ref reader)} is not a JSON number of seconds from 0 to {MaxAgeSeconds} (30 days).";
        report.Age = since - Instant.FromUnixSeconds(0);
        return null;
    }

    public static string? Id(ref Utf8JsonReader reader, JsonText text, Report report)
    {
        if (reader.TokenType == JsonTokenType.Null)
            return null;
        if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.Number)
            || !text.TryRead(ref reader, out ReadOnlySpan<byte> id) || id.Length is 0 or > MaxIdLength
            || id.ContainsAnyExceptInRange((byte)'!', (byte)'~'))
            return $"The id {Quote(ref reader)} is not 1 to {MaxIdLength} printable ASCII characters without spaces.";
        report.Id = System.Text.Encoding.ASCII.GetString(id);
        return null;
    }

    private static string Quote(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.StartObject => "(an object)",
        JsonTokenType.StartArray => "(an array)",
        _ => InputQuote.Of(reader.ValueSpan),
    };
}
