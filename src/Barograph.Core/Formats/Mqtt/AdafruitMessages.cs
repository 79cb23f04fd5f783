using System.Text.Json;
using Barograph.Model;

namespace Barograph.Formats;

/// <summary>
/// Adafruit IO's topics (io.adafruit.com/api/docs/mqtt.html): <c>USER/feeds/KEY</c> or <c>USER/f/KEY</c>, plain, with <c>/json</c> or with <c>/csv</c>. The feed's key is the metric; in
/// <c>group.key</c> the group is the source.
/// </summary>
public static class AdafruitMessages
{
    public static ReportSet? Parse(MqttMessage message)
    {
        string[] levels = message.Levels;
        if (levels.Length is not (3 or 4) || levels[1] is not ("feeds" or "f"))
            return null;
        ReportSet set = new();
        string form = levels.Length == 4 ? levels[3] : "";
        if (form is not ("" or "json" or "csv"))
            return set;
        int dot = levels[2].IndexOf('.', StringComparison.Ordinal);
        MqttReadings readings = MqttReadings.Begin(set, dot > 0 ? levels[2][..dot] : null);
        string? metric = DialectText.Metric(levels[2][(dot + 1)..]);
        if (form == "json" || (form.Length == 0 && message.IsJson))
            set.Failure = ReadJson(readings, metric, message.Payload);
        else
            ReadText(readings, metric, message.Payload, hasPosition: form == "csv");
        if (set.Failure is null)
            readings.End();
        return set;
    }

    // Without "value" it is plain text to them, and so no number to us.
    private static Rejection? ReadJson(MqttReadings readings, string? metric, ReadOnlySpan<byte> payload)
    {
        if (!JsonTree.TryParse(payload, out JsonDocument? document, out Rejection? failure))
            return failure;
        using (document)
        {
            JsonElement sent = document.RootElement;
            if (JsonTree.TryMember(sent, "value", out JsonElement value))
                readings.AddElement(metric, value);
            if (JsonTree.TryMember(sent, "created_at", out JsonElement time))
                readings.Report.Time = MqttTimes.OfTextOrMilliseconds(time);
            foreach ((string name, string position) in (ReadOnlySpan<(string, string)>)[("lat", "latitude"), ("lon", "longitude"), ("ele", "elevation")])
                if (JsonTree.TryMember(sent, name, out JsonElement part))
                    readings.AddElement(position, part);
        }
        return null;
    }

    private static void ReadText(MqttReadings readings, string? metric, ReadOnlySpan<byte> payload, bool hasPosition)
    {
        if (!hasPosition)
        {
            readings.AddText(metric, payload);
            return;
        }
        int place = 0;
        foreach (Range part in payload.Split((byte)','))
        {
            readings.AddText(place switch { 0 => metric, 1 => "latitude", 2 => "longitude", 3 => "elevation", _ => null }, payload[part]);
            if (++place > 4)
                return;
        }
    }
}
