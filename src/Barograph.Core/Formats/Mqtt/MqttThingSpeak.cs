using Barograph.Model;

namespace Barograph.Formats;

/// <summary>
/// ThingSpeak's topics (mathworks.com/help/thingspeak/publishtoachannelfeed.html): <c>channels/ID/publish</c> with the fields as a form, and
/// <c>channels/ID/publish/fields/fieldN</c> with a number. The channel is the source.
/// </summary>
public static class MqttThingSpeak
{
    public static ReportSet? Parse(MqttMessage message)
    {
        string[] levels = message.Levels;
        if (levels.Length < 3 || levels[0] != "channels" || levels[2] != "publish")
            return null;
        if (levels.Length >= 5 && levels[3] == "fields")
            return OfField(levels[4], message);
        ReportSet set = ThingSpeakUpdate.Parse(new DialectRequest { Body = message.Payload });
        foreach (Report report in set.Reports)
            report.Source = DialectText.Source(levels[1]);
        return set;
    }

    private static ReportSet OfField(string field, MqttMessage message)
    {
        ReportSet set = new();
        ForeignReadings readings = ForeignReadings.Begin(set, message.Levels[1]);
        readings.AddText(field is ['f', 'i', 'e', 'l', 'd', >= '1' and <= '8'] ? field : null, message.Payload);
        readings.End();
        return set;
    }
}
