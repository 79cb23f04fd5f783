using Barograph.Model;

namespace Barograph.Formats;

/// <summary>
/// Topics of Shelly's first generation (shelly-api-docs.shelly.cloud/gen1): <c>shellies/DEVICE/…</c>, one plain value each. The device is the source; <c>relay/0/power</c> is
/// <c>relay_0_power</c>.
/// </summary>
public static class ShellyGen1Messages
{
    public static ReportSet? Parse(MqttMessage message)
    {
        if (message.First != "shellies")
            return null;
        ReportSet set = new();
        // "shellies/announce", and what is sent to devices.
        if (message.Levels.Length < 3 || message.Last is "command" or "set" or "info" or "announce" or "error" or "act_reasons" || message.IsJson)
            return set;
        string path = message.Join(2);
        string plain = path.StartsWith("sensor/", StringComparison.Ordinal) ? path["sensor/".Length..] : path;
        ForeignReadings readings = ForeignReadings.Begin(set, message.Levels[1]);
        readings.AddText(Metric(plain, message.Last), message.Payload, Unit(path, message.Last));
        readings.End();
        return set;
    }

    // Counters begin with "energy", so that they are told as such.
    private static string? Metric(string path, string last) => DialectText.Metric(last is "energy" or "total" or "returned_energy" or "total_returned"
        ? "energy_" + (last == "energy" ? path[..^last.Length] : path)
        : path);

    // "sensor/temperature" is in whatever the owner has set on the device, so its unit is not known here.
    private static string? Unit(string path, string last) => last switch
    {
        "humidity" => "%RH",
        "battery" => "%",
        "lux" => "lx",
        "power" => "W",
        "voltage" => "V",
        "current" => "A",
        "temperature_f" => "degF",
        "temperature" when path == "temperature" => "Cel",
        _ when path.StartsWith("ext_temperature/", StringComparison.Ordinal) => "Cel",
        _ when path.StartsWith("ext_temperature_f/", StringComparison.Ordinal) => "degF",
        _ when path.StartsWith("ext_humidity/", StringComparison.Ordinal) => "%RH",
        _ when path.StartsWith("voltage/", StringComparison.Ordinal) => "V",
        // Relays count watt-minutes, meters watt-hours.
        "energy" or "returned_energy" => "W.min",
        "total" or "total_returned" => "Wh",
        _ => null,
    };
}
