using System.Text.Json;
using Barograph.Model;

namespace Barograph.Formats;

/// <summary>
/// Topics of Shelly's later generations (shelly-api-docs.shelly.cloud/gen2): notifications at <c>PREFIX/events/rpc</c>, of which most hold only what has changed, single components at
/// <c>PREFIX/status/COMPONENT:N</c>, and <c>PREFIX/online</c>. The prefix is the source. <c>ts</c> is the time; before the device knows it, it counts from its start, and the receipt is taken instead.
/// </summary>
public static class ShellyGen2Messages
{
    public static ReportSet? Parse(MqttMessage message)
    {
        string[] levels = message.Levels;
        if (levels.Length >= 2 && levels[^1] == "online" && message.Word is "true" or "false")
            return Presence(message);
        bool isNotice = levels.Length >= 3 && levels[^1] == "rpc" && levels[^2] == "events";
        bool isStatus = levels.Length >= 3 && levels[^2] == "status" && IsComponent(levels[^1]) && message.IsJson;
        return isNotice || isStatus ? Read(message, isNotice) : null;
    }

    private static ReportSet Presence(MqttMessage message)
    {
        ReportSet set = new();
        ForeignReadings readings = ForeignReadings.Begin(set, message.Join(0, left: 1));
        readings.AddText("online", message.Payload);
        readings.End();
        return set;
    }

    private static ReportSet Read(MqttMessage message, bool isNotice)
    {
        ReportSet set = new();
        ForeignReadings readings = ForeignReadings.Begin(set, message.Join(0, left: 2));
        string component = message.Last;
        JsonTree.Read(message.Payload, set, root =>
        {
            if (!isNotice)
                ReadComponent(readings, component, root);
            else if (JsonTree.TryMember(root, "method", out JsonElement method) && JsonTree.Text(method) is "NotifyStatus" or "NotifyFullStatus"
                && JsonTree.TryMember(root, "params", out JsonElement status) && status.ValueKind == JsonValueKind.Object)
                ReadStatus(readings, status);
        });
        readings.End();
        return set;
    }

    private static void ReadStatus(ForeignReadings readings, JsonElement status)
    {
        if (JsonTree.TryMember(status, "ts", out JsonElement sent))
            readings.Report.Time = MqttTimes.OfSeconds(sent);
        foreach (JsonProperty member in status.EnumerateObject())
            if (JsonTree.Name(member) is { } name && IsComponent(name))
                ReadComponent(readings, name, member.Value);
    }

    /// <summary>Its name and number; the device's own state (<c>sys</c>, <c>cloud</c>, <c>mqtt</c>, …) has none, and of it only the radio's level is measured.</summary>
    private static bool IsComponent(string name) => name == "wifi" || name.Contains(':', StringComparison.Ordinal);

    private static void ReadComponent(ForeignReadings readings, string component, JsonElement status)
    {
        if (status.ValueKind != JsonValueKind.Object)
            return;
        string[] parts = component.Split(':', 2);
        bool isFirst = parts.Length < 2 || parts[1] == "0";
        string suffix = isFirst ? "" : "_" + parts[1];
        foreach (JsonProperty member in status.EnumerateObject())
            if (JsonTree.Name(member) is { } name)
                ReadMember(readings, parts[0], suffix, name, member.Value);
    }

    private static void ReadMember(ForeignReadings readings, string kind, string suffix, string name, JsonElement value)
    {
        switch (kind, name)
        {
            // tF and lux levels say the same once more; the others are no measurements.
            case (_, "id" or "source" or "tF" or "errors" or "flags" or "timer_started_at" or "timer_duration" or "transition" or "counts" or "ssid" or "sta_ip" or "status" or "bssid"):
                return;
            case ("temperature", "tC"):
                readings.AddElement("temperature" + suffix, value, "Cel");
                return;
            case ("humidity", "rh"):
                readings.AddElement("humidity" + suffix, value, "%RH");
                return;
            case ("illuminance", "lux"):
                readings.AddElement("illuminance" + suffix, value, "lx");
                return;
            case ("wifi", "rssi"):
                readings.AddElement("wifi_rssi", value, "dBm");
                return;
            case ("devicepower", "battery"):
                AddMember(readings, "battery_voltage" + suffix, value, "V", "V");
                AddMember(readings, "battery" + suffix, value, "percent", "%");
                return;
            case ("devicepower", "external"):
                AddMember(readings, "external_power" + suffix, value, "present", null);
                return;
            case (_, "temperature"):
                AddMember(readings, kind + suffix + "_temperature", value, "tC", "Cel");
                return;
            case (_, "aenergy" or "ret_aenergy"):
                AddMember(readings, Metric(name == "aenergy" ? $"energy_{kind}{suffix}" : $"energy_returned_{kind}{suffix}"), value, "total", "Wh");
                return;
            default:
                AddPlain(readings, kind + suffix, name, value);
                return;
        }
    }

    // The component stays in the name: a device may have a switch and a meter that both say "voltage".
    private static void AddPlain(ForeignReadings readings, string component, string name, JsonElement value)
    {
        bool isEnergy = name.EndsWith("_act_energy", StringComparison.Ordinal) || name.EndsWith("_act_ret_energy", StringComparison.Ordinal)
            || name is "total_act" or "total_act_ret";
        string? unit = name switch
        {
            _ when isEnergy => "Wh",
            "apower" => "W",
            _ when name.EndsWith("act_power", StringComparison.Ordinal) => "W",
            _ when name.EndsWith("aprt_power", StringComparison.Ordinal) => "VA",
            _ when name.EndsWith("voltage", StringComparison.Ordinal) => "V",
            _ when name.EndsWith("current", StringComparison.Ordinal) => "A",
            _ when name.EndsWith("freq", StringComparison.Ordinal) => "Hz",
            _ => null,
        };
        string plain = name switch { "apower" => "power", "freq" => "frequency", "pf" => "power_factor", _ => name };
        readings.AddElement(Metric(isEnergy ? $"energy_{component}_{plain}" : $"{component}_{plain}"), value, unit);
    }

    private static void AddMember(ForeignReadings readings, string? metric, JsonElement value, string name, string? unit)
    {
        if (JsonTree.TryMember(value, name, out JsonElement member))
            readings.AddElement(metric, member, unit);
    }

    private static string? Metric(string name) => DialectText.Metric(name);
}
