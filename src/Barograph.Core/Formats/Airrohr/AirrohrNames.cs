namespace Barograph.Formats;

/// <summary>What airrohr calls its values, and what they become: the sensor's name, then the metric. Units are the firmware's; pressure is in Pa.</summary>
internal static class AirrohrNames
{
    private static readonly (string Ending, string Metric, string? Unit)[] Endings =
    [
        ("_p0", "_pm1", "ug/m3"), ("_p1", "_pm10", "ug/m3"), ("_p2", "_pm2_5", "ug/m3"), ("_p4", "_pm4", "ug/m3"),
        ("_temperature", "_temperature", "Cel"), ("_humidity", "_humidity", "%RH"), ("_pressure", "_pressure", "Pa"), ("_co2_ppm", "_co2", "ppm"),
        ("_noise_laeq", "_noise_laeq", "dB(A)"), ("_noise_la_min", "_noise_la_min", "dB(A)"), ("_noise_la_max", "_noise_la_max", "dB(A)"),
    ];

    /// <summary>The sensors behind a pin of api.sensor.community (ext_def.h), as far as it is one: at pin 1 and 7 there are many.</summary>
    public static string? SensorAtPin(string? pin) => pin?.Trim() switch
    {
        "3" => "BMP",
        "5" => "PPD",
        "11" => "BME280",
        "13" => "DS18B20",
        "15" => "DNMS",
        "17" => "SCD30",
        _ => null,
    };

    /// <summary>Metric and unit of a value type; null for what leaves no name.</summary>
    public static (string? Metric, string? Unit) Of(string type)
    {
        if (DialectText.Metric(type) is not { } name)
            return (null, null);
        switch (name)
        {
            case "signal":
                return ("wifi_signal", "dBm");
            case "gps_lat" or "lat":
                return ("latitude", "deg");
            case "gps_lon" or "lon":
                return ("longitude", "deg");
            case "gps_height" or "height":
                return ("elevation", "m");
            case "interval":
                return (name, "ms");
            // The firmware writes the two of this sensor the other way round (its own debug output says so).
            case "hpm_p1":
                return ("hpm_pm2_5", "ug/m3");
            case "hpm_p2":
                return ("hpm_pm10", "ug/m3");
        }
        string marked = "_" + name;
        foreach ((string ending, string metric, string? unit) in Endings)
            if (marked.EndsWith(ending, StringComparison.Ordinal))
                return ((marked[..^ending.Length] + metric)[1..], unit);
        return (name, null);
    }
}
