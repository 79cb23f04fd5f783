using System.Globalization;

namespace Barograph.Server.Pull;

/// <summary>One weather service to be asked for one place, as the settings say.</summary>
/// <param name="Provider">The service.</param>
/// <param name="Address">Where it is.</param>
/// <param name="Latitude">Degrees, north positive.</param>
/// <param name="Longitude">Degrees, east positive.</param>
/// <param name="Device">The device that its readings are reported by; where that stands they go.</param>
public sealed record WeatherSource(WeatherProvider Provider, Uri Address, double Latitude, double Longitude, string Device)
{
    public const string DefaultDevice = "outside";

    private const string Form = "It is PROVIDER LATITUDE,LONGITUDE [DEVICE], several separated by semicolons, such as: open-meteo 52.52,13.41";

    /// <summary>Reads <c>open-meteo 52.52,13.41; met-norway@http://localhost:8080 59.9,10.7 oslo</c>; empty: none.</summary>
    public static IReadOnlyList<WeatherSource> ParseAll(string text, out string? problem)
    {
        problem = null;
        List<WeatherSource> sources = [];
        foreach (string one in text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (Parse(one, out problem) is not { } source)
                return [];
            if (sources.Exists(known => known.Device == source.Device))
            {
                problem = $"Two sources would report as the device \"{source.Device}\", and their readings could not be told apart; name a device for each.";
                return [];
            }
            sources.Add(source);
        }
        return sources;
    }

    private static WeatherSource? Parse(string text, out string? problem)
    {
        string[] words = text.Split(' ', 3, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        string[] named = words[0].Split('@', 2);
        problem = Form;
        if (words.Length < 2)
            return null;
        problem = $"There is no weather service of this name; the known ones are {string.Join(", ", WeatherProvider.All.Select(known => known.Name))}.";
        if (WeatherProvider.All.FirstOrDefault(known => known.Name == named[0]) is not { } provider)
            return null;
        problem = "After the @ stands where the service is, such as http://localhost:8080, without a path.";
        Uri? address = provider.Address;
        if (named.Length == 2 && !(Uri.TryCreate(named[1], UriKind.Absolute, out address) && address is { Scheme: "http" or "https", PathAndQuery: "/", UserInfo: "" }))
            return null;
        problem = Form + ". Latitude is from -90 to 90, longitude from -180 to 180.";
        string[] place = words[1].Split(',');
        if (place.Length != 2 || !TryDegrees(place[0], 90, out double latitude) || !TryDegrees(place[1], 180, out double longitude))
            return null;
        string device = words.Length == 3 ? words[2] : DefaultDevice;
        return Changes.NameRule.TryDevice(device, out string? name, out problem) ? new WeatherSource(provider, address!, latitude, longitude, name) : null;
    }

    private static bool TryDegrees(string text, double largest, out double degrees) =>
        double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out degrees) && Math.Abs(degrees) <= largest;
}
