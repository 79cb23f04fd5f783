using Barograph.Model;

namespace Barograph.Formats;

/// <summary>Finds the dialect of a message by its topic and reads it. docs/mqtt.md says which topics there are.</summary>
public static class MqttMessages
{
    // The first that knows the topic reads it, so the more telling topics stand first.
    private static readonly MqttParser[] Dialects =
    [
        OwnMessages.Parse, MqttThingsBoard.Parse, MqttThingSpeak.Parse, Zigbee2MqttMessages.Parse, ShellyGen1Messages.Parse, TasmotaMessages.Parse,
        AdafruitMessages.Parse, ShellyGen2Messages.Parse, EspHomeMessages.Parse,
    ];

    /// <summary>Null if no dialect knows the topic.</summary>
    public static ReportSet? Parse(string topic, ReadOnlySpan<byte> payload)
    {
        MqttMessage message = new(topic, payload);
        if (message.Levels.Length > MqttMessage.MaxLevels)
            return null;
        foreach (MqttParser parse in Dialects)
            if (parse(message) is { } set)
                return set;
        return null;
    }
}
