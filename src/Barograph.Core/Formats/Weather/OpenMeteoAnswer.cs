using System.Text.Json;
using Barograph.Model;

namespace Barograph.Formats;

/// <summary>Open-Meteo's <c>/v1/forecast?current=…</c> (open-meteo.com/en/docs). Its units stand beside the values and are kept.</summary>
public static class OpenMeteoAnswer
{
    public static ReportSet Parse(ReadOnlySpan<byte> body, Instant now) => WeatherReport.Read(body, Read);

    private static Rejection? Read(JsonElement root, Report report)
    {
        if (!JsonTree.TryMember(root, "current", out JsonElement current) || current.ValueKind != JsonValueKind.Object)
            return new Rejection(0, null, Errors.ReportNotAnObject, "The answer has no \"current\".");
        JsonTree.TryMember(root, "current_units", out JsonElement units);
        double east = JsonTree.TryMember(root, "utc_offset_seconds", out JsonElement offset) && JsonTree.TryNumber(offset, out double seconds) ? seconds : 0;
        report.Time = WeatherReport.UnixTime(current, "time")
            ?? (JsonTree.TryMember(current, "time", out JsonElement local) ? WeatherReport.LocalTime(JsonTree.Text(local), east) : null);
        foreach (JsonProperty member in current.EnumerateObject())
            if (JsonTree.Name(member) is { } name && Metric(name) is { } metric && report.Values.Count < JsonReports.MaxValues)
                WeatherReport.Add(report, current, name, metric, Unit(units, name));
        return null;
    }

    private static string? Metric(string name) => name switch
    {
        "time" or "interval" => null,
        "temperature_2m" => "temperature",
        "relative_humidity_2m" => "humidity",
        "apparent_temperature" => "feels_like",
        "pressure_msl" => "pressure",
        "surface_pressure" => "pressure_surface",
        "cloud_cover" => "clouds",
        "wind_speed_10m" => "wind_speed",
        "wind_direction_10m" => "wind_direction",
        "wind_gusts_10m" => "wind_gust",
        _ => DialectText.Metric(name),
    };

    // "wmo code" and the like are no units.
    private static string? Unit(JsonElement units, string name) =>
        JsonTree.TryMember(units, name, out JsonElement sent) && JsonTree.Text(sent, Units.MaxLength) is { } unit && Units.TryFind(unit, out _) ? unit : null;
}
