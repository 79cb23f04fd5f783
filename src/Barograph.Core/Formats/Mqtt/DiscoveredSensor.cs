using System.Text.Json;
using Barograph.Model;

namespace Barograph.Formats;

/// <summary>A sensor as a discovery message of Home Assistant describes it (home-assistant.io/integrations/mqtt).</summary>
/// <param name="StateTopic">Where its values come.</param>
/// <param name="Template">How they are read; null if that is not understood.</param>
/// <param name="Unit">The unit as sent; null if there is none.</param>
/// <param name="Name">What it is called, for people.</param>
/// <param name="AvailabilityTopic">Where it says whether it is there; null: nowhere.</param>
/// <param name="IsLeak">Whether it says that something is wet that should be dry: a binary sensor of the class <c>moisture</c>. (A sensor of that class has the water of soil in percent.)</param>
/// <param name="Words">The payloads that mean there, away, on, off.</param>
public sealed record DiscoveredSensor(
    string StateTopic, ValueTemplate? Template, string? Unit, string? Name, string? AvailabilityTopic, bool IsLeak, (string There, string Away, string On, string Off) Words)
{
    private const string LeakPrefix = "leak_ch";

    /// <summary>Reads the payload of a configuration, with long keys or short ones. Null if it names no topic of values.</summary>
    /// <param name="config">The payload.</param>
    /// <param name="isBinary">Whether it came as that of a binary sensor.</param>
    public static DiscoveredSensor? Read(JsonElement config, bool isBinary)
    {
        string? root = Text(config, "~", "~");
        if (Topic(config, "state_topic", "stat_t", root) is not { } state)
            return null;
        bool hasTemplate = JsonTree.TryMember(config, "value_template", out _) || JsonTree.TryMember(config, "val_tpl", out _);
        string? template = Text(config, "value_template", "val_tpl", maxLength: 4096);
        string? unit = Text(config, "unit_of_measurement", "unit_of_meas")?.Trim();
        return new DiscoveredSensor(
            state, hasTemplate && template is not "" ? ValueTemplate.TryParse(template ?? "") : ValueTemplate.Whole, unit is { Length: > 0 } && Units.IsAcceptable(unit) ? unit : null,
            Text(config, "name", "name"), Topic(config, "availability_topic", "avty_t", root), isBinary && Text(config, "device_class", "dev_cla") == "moisture",
            (Text(config, "payload_available", "pl_avail") ?? "online", Text(config, "payload_not_available", "pl_not_avail") ?? "offline",
                Text(config, "payload_on", "pl_on") ?? "ON", Text(config, "payload_off", "pl_off") ?? "OFF"));
    }

    /// <summary>
    /// What names the series: the topic and the path in it, which do not change when somebody gives the sensor another name. The last level of a topic with plain values is the metric.
    /// </summary>
    public (string? Source, string? Metric) Place()
    {
        string[] levels = StateTopic.Split('/');
        int count = levels.Length - (levels.Length > 1 && levels[^1] is "state" or "SENSOR" ? 1 : 0);
        if (Template is { Path.IsEmpty: false })
            return (string.Join('/', levels, 0, count), Named(DialectText.Metric(string.Join('_', Template.Path))));
        return count > 1 ? (string.Join('/', levels, 0, count - 1), Named(DialectText.Metric(levels[count - 1]))) : (null, Named(DialectText.Metric(levels[0])));
    }

    /// <summary>The metric of a leak sensor is called so that every store has a rule for it: <c>leak_ch_</c> and its own name, unless that says it already.</summary>
    public string? Named(string? metric) =>
        IsLeak && metric is not (null or "wetness" or "leak" or "water_leak" or "moisture_alarm") && !metric.StartsWith(LeakPrefix, StringComparison.Ordinal) ? DialectText.Metric($"{LeakPrefix}_{metric}") : metric;

    private static string? Topic(JsonElement config, string longKey, string shortKey, string? root)
    {
        if (Text(config, longKey, shortKey) is not { Length: > 0 } topic)
            return null;
        if (root is not null && topic[0] == '~')
            topic = root + topic[1..];
        else if (root is not null && topic[^1] == '~')
            topic = topic[..^1] + root;
        return topic;
    }

    private static string? Text(JsonElement config, string longKey, string shortKey, int maxLength = 256) =>
        JsonTree.TryMember(config, longKey, out JsonElement member) || JsonTree.TryMember(config, shortKey, out member) ? JsonTree.Text(member, maxLength) : null;
}
