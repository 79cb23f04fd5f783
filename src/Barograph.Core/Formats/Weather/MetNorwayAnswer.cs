using System.Text.Json;
using Barograph.Model;

namespace Barograph.Formats;

/// <summary>
/// MET Norway's locationforecast 2.0 (api.met.no/weatherapi/locationforecast). It is a forecast hour by hour: the hour nearest to the present is taken, at its own time.
/// </summary>
public static class MetNorwayAnswer
{
    private static readonly (string Sent, string Metric, string Unit)[] Instants =
    [
        ("air_temperature", "temperature", "Cel"), ("relative_humidity", "humidity", "%"), ("air_pressure_at_sea_level", "pressure", "hPa"),
        ("dew_point_temperature", "dew_point", "Cel"), ("cloud_area_fraction", "clouds", "%"), ("fog_area_fraction", "fog", "%"),
        ("wind_from_direction", "wind_direction", "deg"), ("wind_speed", "wind_speed", "m/s"), ("wind_speed_of_gust", "wind_gust", "m/s"),
    ];

    public static ReportSet Parse(ReadOnlySpan<byte> body, Instant now) => WeatherReport.Read(body, (root, report) => Read(root, report, now));

    private static Rejection? Read(JsonElement root, Report report, Instant now)
    {
        if (!JsonTree.TryMember(root, "properties", out JsonElement properties) || !JsonTree.TryMember(properties, "timeseries", out JsonElement hours)
            || hours.ValueKind != JsonValueKind.Array)
            return new Rejection(0, null, Errors.ReportNotAnObject, "The answer has no \"properties\" with a \"timeseries\".");
        JsonElement nearest = default;
        foreach (JsonElement hour in hours.EnumerateArray())
        {
            if (Time(hour) is not { } time || report.Time is { } best && Distance(best, now) <= Distance(time, now))
                continue;
            report.Time = time;
            nearest = hour;
        }
        if (report.Time is null || !JsonTree.TryMember(nearest, "data", out JsonElement data))
            return null;
        if (JsonTree.TryMember(data, "instant", out JsonElement instant) && JsonTree.TryMember(instant, "details", out JsonElement details))
            foreach ((string sent, string metric, string unit) in Instants)
                WeatherReport.Add(report, details, sent, metric, unit);
        if (JsonTree.TryMember(data, "next_1_hours", out JsonElement next) && JsonTree.TryMember(next, "details", out JsonElement hourly))
            WeatherReport.Add(report, hourly, "precipitation_amount", "precipitation_1h", "mm");
        return null;
    }

    private static Instant? Time(JsonElement hour) =>
        JsonTree.TryMember(hour, "time", out JsonElement sent) && Instant.TryParse(JsonTree.Text(sent).AsSpan(), out Instant time) ? time : null;

    private static long Distance(Instant a, Instant b) => Math.Abs(a.Microseconds - b.Microseconds);
}
