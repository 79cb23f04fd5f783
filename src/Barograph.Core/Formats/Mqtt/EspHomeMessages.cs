using Barograph.Model;

namespace Barograph.Formats;

/// <summary>
/// ESPHome's topics (esphome.io/components/mqtt): <c>PREFIX/sensor/ID/state</c> with a bare number, the same of binary sensors, switches and numbers, and <c>PREFIX/status</c>. The prefix is the
/// source, the id the metric. Units come with the discovery messages (<see cref="DiscoveryTable"/>).
/// </summary>
public static class EspHomeMessages
{
    public static ReportSet? Parse(MqttMessage message)
    {
        string[] levels = message.Levels;
        if (levels.Length >= 2 && levels[^1] == "status" && message.Word is "online" or "offline")
            return Of(message.Join(0, left: 1), "online", message);
        if (levels.Length < 4 || levels[^1] != "state")
            return null;
        return levels[^3] switch
        {
            "sensor" or "binary_sensor" or "switch" or "number" => Of(message.Join(0, left: 3), levels[^2], message),
            "text_sensor" or "light" or "fan" or "cover" or "climate" or "select" or "lock" or "button" => new ReportSet(),
            _ => null,
        };
    }

    private static ReportSet Of(string source, string id, MqttMessage message)
    {
        ReportSet set = new();
        ForeignReadings readings = ForeignReadings.Begin(set, source);
        readings.AddText(Metric(source, id), message.Payload);
        readings.End();
        return set;
    }

    /// <summary>Many boards put their own name before the names of their sensors, which the source says already.</summary>
    internal static string? Metric(string source, string id)
    {
        string board = source[(source.LastIndexOf('/') + 1)..].Replace('-', '_') + "_";
        bool hasBoard = id.Length > board.Length && id.StartsWith(board, StringComparison.OrdinalIgnoreCase);
        return DialectText.Metric(hasBoard ? id[board.Length..] : id);
    }
}
