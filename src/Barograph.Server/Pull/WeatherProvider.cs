using System.Globalization;
using Barograph.Formats;

namespace Barograph.Server.Pull;

/// <summary>A weather service: how it is asked, how often, and how its answer is read.</summary>
/// <param name="Name">As it is written in the settings.</param>
/// <param name="Address">Where it is, unless the settings name another (Open-Meteo can be run at home).</param>
/// <param name="Path">Path and query for a latitude, a longitude and a key.</param>
/// <param name="Every">How often its figures change, where its answers do not say how long they hold.</param>
/// <param name="Parse">Reads its answer.</param>
/// <param name="Needs">What it wants to know of who asks.</param>
public sealed record WeatherProvider(
    string Name, Uri Address, Func<string, string, string?, string> Path, TimeSpan Every, WeatherParser Parse, WeatherNeeds Needs)
{
    public static readonly WeatherProvider OpenMeteo = new(
        "open-meteo", new Uri("https://api.open-meteo.com"),
        (latitude, longitude, _) => $"/v1/forecast?latitude={latitude}&longitude={longitude}&timeformat=unixtime&wind_speed_unit=ms"
            + "&current=temperature_2m,relative_humidity_2m,apparent_temperature,precipitation,cloud_cover,pressure_msl,surface_pressure,"
            + "wind_speed_10m,wind_direction_10m,wind_gusts_10m",
        TimeSpan.FromMinutes(15), OpenMeteoAnswer.Parse, WeatherNeeds.Nothing);

    public static readonly WeatherProvider MetNorway = new(
        "met-norway", new Uri("https://api.met.no"),
        (latitude, longitude, _) => $"/weatherapi/locationforecast/2.0/compact?lat={latitude}&lon={longitude}",
        TimeSpan.FromMinutes(30), MetNorwayAnswer.Parse, WeatherNeeds.Contact);

    public static readonly WeatherProvider OpenWeatherMap = new(
        "openweathermap", new Uri("https://api.openweathermap.org"),
        (latitude, longitude, key) => $"/data/2.5/weather?lat={latitude}&lon={longitude}&units=metric&appid={Uri.EscapeDataString(key ?? "")}",
        TimeSpan.FromMinutes(10), OpenWeatherMapAnswer.Parse, WeatherNeeds.Key);

    public static readonly IReadOnlyList<WeatherProvider> All = [OpenMeteo, MetNorway, OpenWeatherMap];

    /// <summary>At most 4 decimals (11 m): MET Norway refuses more, and no model is finer.</summary>
    public static string Degrees(double degrees) => degrees.ToString("0.####", CultureInfo.InvariantCulture);
}
