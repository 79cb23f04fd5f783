using System.Text.Json;
using Barograph.Model;

namespace Barograph.Formats;

/// <summary>
/// Tasmota's topics in both orders (tasmota.github.io/docs/MQTT): <c>tele/TOPIC/SENSOR</c> and <c>TOPIC/tele/SENSOR</c>; SENSOR, STATE, LWT, and the answers STATUS8, STATUS10 and STATUS11. The
/// topic is the source. Times are local ones without a zone and so not used: telemetry is sent as it is measured.
/// </summary>
public static class TasmotaMessages
{
    public static ReportSet? Parse(MqttMessage message)
    {
        if (message.Last is not ("SENSOR" or "STATE" or "LWT" or "STATUS8" or "STATUS10" or "STATUS11" or "RESULT") || Source(message) is not { Length: > 0 } source)
            return null;
        ReportSet set = new();
        if (message.Last == "LWT")
        {
            ForeignReadings presence = ForeignReadings.Begin(set, source);
            presence.AddText("online", message.Payload);
            presence.End();
        }
        else if (message.Last != "RESULT")
            JsonTree.Read(message.Payload, set, root => Read(set, source, root));
        return set;
    }

    private static string? Source(MqttMessage message)
    {
        string[] levels = message.Levels;
        if (levels.Length >= 3 && levels[0] is "tele" or "stat")
            return message.Join(1, left: 1);
        return levels.Length >= 3 && levels[^2] is "tele" or "stat" ? message.Join(0, left: 2) : null;
    }

    private static void Read(ReportSet set, string source, JsonElement root)
    {
        foreach (string wrapper in (ReadOnlySpan<string>)["StatusSNS", "StatusSTS"])
            if (JsonTree.TryMember(root, wrapper, out JsonElement inside))
                root = inside;
        if (root.ValueKind != JsonValueKind.Object)
        {
            set.Ignored++;
            return;
        }
        TasmotaUnits units = TasmotaUnits.Of(root);
        ForeignReadings own = ForeignReadings.Begin(set, source);
        foreach (JsonProperty member in root.EnumerateObject())
            if (JsonTree.Name(member) is { } name && name is not ("ZbReceived" or "ZbInfo"))
                ReadMember(own, name, member.Value, units);
        own.End();
        if (JsonTree.TryMember(root, "ZbReceived", out JsonElement zigbee) && zigbee.ValueKind == JsonValueKind.Object)
            ReadZigbee(set, source, zigbee, units);
    }

    private static void ReadMember(ForeignReadings readings, string name, JsonElement value, TasmotaUnits units)
    {
        if (IsLeftOut(name))
            return;
        if (name == "ENERGY" && value.ValueKind == JsonValueKind.Object)
            ReadEnergy(readings, value);
        else if (value.ValueKind == JsonValueKind.Object)
            readings.AddAll(value, name + "_", units.Find, IsLeftOut);
        else if (value.ValueKind == JsonValueKind.Array)
            readings.AddList(name, value, units.Find(name));
        else if (name.StartsWith("POWER", StringComparison.Ordinal))
            // The state of a relay; "power" is what flows.
            readings.AddElement(DialectText.Metric("relay_" + name["POWER".Length..]), value);
        else
            readings.AddElement(DialectText.Metric(name == "UptimeSec" ? "uptime" : name), value, units.Find(name));
    }

    private static void ReadEnergy(ForeignReadings readings, JsonElement energy)
    {
        foreach (JsonProperty member in energy.EnumerateObject())
        {
            (string? metric, string? unit) = JsonTree.Name(member) switch
            {
                null or "TotalStartTime" => (null, null),
                "Total" => ("energy_total", "kWh"),
                "TotalTariff" => ("energy_total_tariff", "kWh"),
                "Today" => ("energy_today", "kWh"),
                "Yesterday" => ("energy_yesterday", "kWh"),
                "ExportActive" => ("energy_export", "kWh"),
                "ExportTariff" => ("energy_export_tariff", "kWh"),
                "Period" => ("period_energy", "Wh"),
                "Power" => ("power", "W"),
                "ApparentPower" => ("apparent_power", "VA"),
                "ReactivePower" => ("reactive_power", "var"),
                "Factor" => ("power_factor", (string?)null),
                "Frequency" => ("frequency", "Hz"),
                "Voltage" => ("voltage", "V"),
                "Current" => ("current", "A"),
                { } other => ("meter_" + other, (string?)null),
            };
            if (metric is null)
                continue;
            if (member.Value.ValueKind == JsonValueKind.Array)
                readings.AddList(metric, member.Value, unit);
            else
                readings.AddElement(DialectText.Metric(metric), member.Value, unit);
        }
    }

    // Each device behind the bridge is a source of its own.
    private static void ReadZigbee(ReportSet set, string source, JsonElement zigbee, TasmotaUnits units)
    {
        foreach (JsonProperty device in zigbee.EnumerateObject())
        {
            if (JsonTree.Name(device) is not { } name || device.Value.ValueKind != JsonValueKind.Object)
                continue;
            ForeignReadings readings = ForeignReadings.Begin(set, $"{source}/{name}");
            readings.AddAll(device.Value, "", units.Find, IsLeftOut);
            readings.End();
        }
    }

    /// <summary>What says who and when, not what was measured. An address of hexadecimals may look like a number.</summary>
    private static bool IsLeftOut(string name) => name is "Time" or "TempUnit" or "PressureUnit" or "SpeedUnit" or "Id" or "Address" or "Uptime" or "Device" or "Endpoint" or "Group"
        or "IEEEAddr" or "ShortAddr" or "ModelId" or "Manufacturer" or "BSSId" or "SSId" or "AP" or "Mode" or "Downtime" or "SleepMode" or "Berry" or "Name";
}
