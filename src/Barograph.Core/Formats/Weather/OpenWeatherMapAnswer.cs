using System.Text.Json;
using Barograph.Model;

namespace Barograph.Formats;

/// <summary>OpenWeatherMap's <c>/data/2.5/weather?units=metric</c> (openweathermap.org/current). Everything but <c>dt</c> may be absent.</summary>
public static class OpenWeatherMapAnswer
{
    private static readonly (string Sent, string Metric, string Unit)[] Main =
    [
        ("temp", "temperature", "Cel"), ("feels_like", "feels_like", "Cel"), ("temp_min", "temperature_min", "Cel"), ("temp_max", "temperature_max", "Cel"),
        ("pressure", "pressure", "hPa"), ("grnd_level", "pressure_surface", "hPa"), ("humidity", "humidity", "%"),
    ];

    public static ReportSet Parse(ReadOnlySpan<byte> body, Instant now) => WeatherReport.Read(body, Read);

    private static Rejection? Read(JsonElement root, Report report)
    {
        // A number when all is well, a text when it is not.
        if (JsonTree.TryMember(root, "cod", out JsonElement code) && JsonTree.TryNumber(code, out double status) && status != 200)
            return new Rejection(0, null, Errors.NoValues, "The service says that it has no weather for this.");
        report.Time = WeatherReport.UnixTime(root, "dt");
        if (JsonTree.TryMember(root, "main", out JsonElement main))
            foreach ((string sent, string metric, string unit) in Main)
                WeatherReport.Add(report, main, sent, metric, unit);
        WeatherReport.Add(report, root, "visibility", "visibility", "m");
        Add(report, root, "wind", "speed", "wind_speed", "m/s");
        Add(report, root, "wind", "deg", "wind_direction", "deg");
        Add(report, root, "wind", "gust", "wind_gust", "m/s");
        Add(report, root, "clouds", "all", "clouds", "%");
        // Not "rain": these are amounts of the last hour and no running totals.
        Add(report, root, "rain", "1h", "precipitation_1h", "mm");
        Add(report, root, "snow", "1h", "snow_1h", "mm");
        Add(report, root, "sys", "sunrise", "sunrise", "s");
        Add(report, root, "sys", "sunset", "sunset", "s");
        Add(report, root, "coord", "lat", "latitude", null);
        Add(report, root, "coord", "lon", "longitude", null);
        return null;
    }

    private static void Add(Report report, JsonElement root, string holder, string member, string metric, string? unit)
    {
        if (JsonTree.TryMember(root, holder, out JsonElement inner))
            WeatherReport.Add(report, inner, member, metric, unit);
    }
}
