using System.Text;

namespace Barograph.Formats;

/// <summary>A message as the parsers of MQTT get it.</summary>
public readonly ref struct MqttMessage
{
    /// <summary>More levels than any device has; a topic with more means nothing to us.</summary>
    public const int MaxLevels = 16;

    public MqttMessage(string topic, ReadOnlySpan<byte> payload)
    {
        Topic = topic;
        Levels = topic.Split('/', MaxLevels + 1);
        Payload = payload;
    }

    public string Topic { get; }

    /// <summary>The parts of the topic between its slashes; at least one.</summary>
    public string[] Levels { get; }

    public ReadOnlySpan<byte> Payload { get; }

    public string First => Levels[0];

    public string Last => Levels[^1];

    /// <summary>Whether the payload can be a JSON object or array.</summary>
    public bool IsJson => Payload.TrimStart(" \t\r\n\uFEFF"u8) is [(byte)'{' or (byte)'[', ..];

    /// <summary>The payload as a short text; "" if it is longer than any word that means something here.</summary>
    public string Word => Payload.Length <= 32 ? Encoding.UTF8.GetString(Payload).Trim() : "";

    /// <summary>The levels from <paramref name="start"/> on, without the last <paramref name="left"/>, joined again.</summary>
    public string Join(int start, int left = 0) =>
        Levels.Length - left <= start ? "" : string.Join('/', Levels, start, Levels.Length - left - start);
}
