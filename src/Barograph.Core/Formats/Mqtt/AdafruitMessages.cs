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
        string key = levels[2];
        int dot = key.IndexOf('.', StringComparison.Ordinal);
        string? source = dot > 0 ? DialectText.Source(key[..dot]) : null, metric = DialectText.Metric(AdafruitPath.FeedOf(key));
        if (form == "json" || (form.Length == 0 && message.IsJson))
            JsonTree.Read(message.Payload, set, root => AdafruitData.ReadDatum(root, source, metric, set));
        else
        {
            ForeignReadings readings = ForeignReadings.Begin(set, source);
            ReadText(readings, metric, message.Payload, hasPosition: form == "csv");
            readings.End();
        }
        return set;
    }

    private static void ReadText(ForeignReadings readings, string? metric, ReadOnlySpan<byte> payload, bool hasPosition)
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
