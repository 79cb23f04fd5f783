using System.Text.Json;
using Barograph.Model;

namespace Barograph.Formats;

/// <summary>
/// Zigbee2MQTT's topics (zigbee2mqtt.io/guide/usage/mqtt_topics_and_messages.html): <c>zigbee2mqtt/NAME</c>, where the name may have slashes, and <c>…/availability</c>. A base topic of another
/// name must begin with <c>zigbee2mqtt</c> and then stands in the source. <c>last_seen</c>, where it is sent, is the time: a message repeats everything that is known of a device.
/// </summary>
public static class Zigbee2MqttMessages
{
    private const string Base = "zigbee2mqtt";

    public static ReportSet? Parse(MqttMessage message)
    {
        if (!message.First.StartsWith(Base, StringComparison.Ordinal))
            return null;
        ReportSet set = new();
        if (message.Levels.Length < 2 || message.Levels[1] == "bridge" || message.Last is "set" or "get")
            return set;
        int start = message.First == Base ? 1 : 0;
        if (message.Last == "availability")
            ReadAvailability(set, message.Join(start, left: 1), message);
        else if (message.IsJson)
        {
            string source = message.Join(start);
            JsonTree.Read(message.Payload, set, root => Read(set, source, root));
        }
        return set;
    }

    private static void ReadAvailability(ReportSet set, string source, MqttMessage message)
    {
        ForeignReadings readings = ForeignReadings.Begin(set, source);
        if (message.IsJson && JsonTree.TryParse(message.Payload, out JsonDocument? document, out _))
        {
            using (document)
                if (JsonTree.TryMember(document.RootElement, "state", out JsonElement state))
                    readings.AddElement("online", state);
        }
        else
            readings.AddText("online", message.Payload);
        readings.End();
    }

    private static void Read(ReportSet set, string source, JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            set.Ignored++;
            return;
        }
        ForeignReadings readings = ForeignReadings.Begin(set, source);
        if (JsonTree.TryMember(root, "last_seen", out JsonElement seen))
            readings.Report.Time = MqttTimes.OfTextOrMilliseconds(seen);
        foreach (JsonProperty member in root.EnumerateObject())
            if (JsonTree.Name(member) is { } name && name is not ("last_seen" or "update" or "device"))
                ReadMember(readings, name, member.Value);
        readings.End();
    }

    private static void ReadMember(ForeignReadings readings, string name, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Object)
            readings.AddAll(value, name + "_", _ => null, _ => false);
        else
            readings.AddElement(DialectText.Metric(Canonical(name)), value, Unit(name, value));
    }

    private static string Canonical(string name) => name switch
    {
        "linkquality" => "link_quality",
        "pm25" => "pm2_5",
        "illuminance_lux" => "illuminance",
        _ => name,
    };

    // Zigbee2MQTT's own units, where a name has one in all of its devices.
    private static string? Unit(string name, JsonElement value) => name switch
    {
        "temperature" or "device_temperature" or "local_temperature" => "Cel",
        "humidity" => "%RH",
        "soil_moisture" or "battery" => "%",
        "pressure" => "hPa",
        "illuminance" or "illuminance_lux" => "lx",
        "power" => "W",
        "current" => "A",
        "energy" => "kWh",
        "co2" => "ppm",
        "pm25" or "pm10" => "ug/m3",
        // Batteries are in mV, plugs in V. No battery that still sends has less than 600 mV, no plug more than 600 V.
        "voltage" => JsonTree.TryNumber(value, out double volts) && volts > 600 ? "mV" : "V",
        _ => null,
    };
}
