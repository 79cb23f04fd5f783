using Barograph.Model;

namespace Barograph.Formats;

/// <summary>Units of SenML (RFC 8428 section 12.1, RFC 8798 section 3), and what they say about a quantity.</summary>
internal static class SenMlUnits
{
    /// <summary>In SenML <c>%</c> is an old name of the plain ratio, where 1 is the whole; ours are hundredths.</summary>
    public static string? Ours(string? sent) => sent switch
    {
        "%" => "/",
        "" => null,
        _ => sent,
    };

    /// <summary>The unit of a sum: that of the value times seconds.</summary>
    public static string? OfSum(string? unit) => unit switch
    {
        null => null,
        "W" => "J",
        "m/s" => "m",
        "/" => "s",
        _ when unit.Length + 2 <= Units.MaxLength => $"{unit}.s",
        _ => unit,
    };

    /// <summary>The metric of a name that ends with what measured: what the unit says, else <c>value</c> and the unit.</summary>
    public static string MetricOf(string? unit) => unit switch
    {
        "Cel" or "K" or "degF" => "temperature",
        "%RH" => "humidity",
        "Pa" or "hPa" or "kPa" or "mbar" => "pressure",
        "V" or "mV" => "voltage",
        "A" or "mA" => "current",
        "W" or "kW" => "power",
        "J" or "Wh" or "kWh" => "energy",
        "lx" => "illuminance",
        "W/m2" => "irradiance",
        "m/s" or "km/h" => "speed",
        "m" or "mm" or "cm" or "km" => "length",
        "/" => "ratio",
        "count" => "count",
        "Hz" => "frequency",
        "pH" => "ph",
        "S/m" => "conductivity",
        "beat/min" => "heart_rate",
        _ => Quantity(unit) ?? (unit is null ? "value" : DialectText.Metric($"value_{unit}")!),
    };

    /// <summary>What some units say that the name usually does not, because one name has several of them; null for the others.</summary>
    public static string? Quantity(string? unit) => unit switch
    {
        "lat" => "latitude",
        "lon" => "longitude",
        "%EL" => "battery",
        "EL" => "battery_left",
        _ => null,
    };
}
