using System.Globalization;
using System.Text;
using System.Text.Json;
using Barograph.Model;

namespace Barograph.Formats;

/// <summary>What the answers of all weather services have in common.</summary>
internal static class WeatherReport
{
    /// <summary>Reads the document and lets <paramref name="read"/> fill a report; what holds no value then has failed, because the service answered something else.</summary>
    public static ReportSet Read(ReadOnlySpan<byte> body, Func<JsonElement, Report, Rejection?> read)
    {
        var set = new ReportSet();
        if (!JsonTree.TryParse(body, out JsonDocument? document, out Rejection? failure))
        {
            set.Failure = failure;
            return set;
        }
        using (document)
        {
            var report = new Report();
            set.Failure = read(document.RootElement, report)
                ?? (report.Time is null ? new Rejection(0, null, Errors.TimeInvalid, "The answer says no time.") : null)
                ?? (report.Values.Count == 0 ? new Rejection(0, null, Errors.NoValues, "The answer holds no value that is known here.") : null);
            if (set.Failure is null)
                set.Reports.Add(report);
        }
        return set;
    }

    /// <summary>Adds a member that holds a number; anything else is left out.</summary>
    public static void Add(Report report, JsonElement holder, string member, string metric, string? unit)
    {
        if (JsonTree.TryMember(holder, member, out JsonElement value) && value.ValueKind == JsonValueKind.Number && JsonTree.TryNumber(value, out double number))
            report.Values.Add(new ReportValue(metric, number, unit));
    }

    public static Instant? UnixTime(JsonElement holder, string member) =>
        JsonTree.TryMember(holder, member, out JsonElement sent) && sent.ValueKind == JsonValueKind.Number
        && Instant.TryFromUnixSeconds(Encoding.ASCII.GetBytes(sent.GetRawText()), out Instant time) ? time : null;

    /// <summary>A time without a zone, as <c>2025-12-25T06:45</c>, that many seconds east of Greenwich.</summary>
    public static Instant? LocalTime(string? sent, double eastSeconds) =>
        sent is not null && Math.Abs(eastSeconds) <= 24 * 3600
        && DateTime.TryParseExact(sent, ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss"], CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTime local)
        && local.Year is > 1 and < 9999
            ? Instant.FromDateTime(local) - TimeSpan.FromSeconds(eastSeconds) : null;
}
