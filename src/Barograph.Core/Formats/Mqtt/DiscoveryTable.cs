using System.Text.Json;
using Barograph.Model;

namespace Barograph.Formats;

/// <summary>
/// What one device or gateway has said of its sensors by Home Assistant's discovery (<c>homeassistant/sensor/…/config</c>, <c>…/binary_sensor/…</c>). It makes topics readable that no dialect knows, gives units to
/// plain values, and makes leak sensors known as such. Bounded; any number of threads.
/// </summary>
public sealed class DiscoveryTable
{
    /// <summary>Sensors that are remembered; beyond that, new ones are not.</summary>
    public const int MaxSensors = 2_000;

    private const int MaxConfigBytes = 16 * 1024;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, DiscoveredSensor> _byConfig = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<DiscoveredSensor>> _byTopic = new(StringComparer.Ordinal);

    /// <summary>How many sensors it knows.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _byConfig.Count;
        }
    }

    /// <summary>Reads any message: a configuration is remembered, or forgotten if it is empty; else the dialects are asked, and then what is remembered. Null if nobody knows the topic.</summary>
    /// <param name="topic">The message's topic.</param>
    /// <param name="payload">What it says.</param>
    /// <param name="mayLearn">Whether sensors that are new may be remembered.</param>
    public ReportSet? Parse(string topic, ReadOnlySpan<byte> payload, bool mayLearn = true)
    {
        if (topic.StartsWith("homeassistant/", StringComparison.Ordinal) && topic.EndsWith("/config", StringComparison.Ordinal))
            return Configure(topic, payload, mayLearn);
        ReportSet? known = MqttMessages.Parse(topic, payload);
        if (Find(topic) is not { } sensors)
            return known;
        if (known is null)
            return Read(topic, payload, sensors);
        if (known.Reports is [{ Values: [{ Unit: null } plain] } report] && sensors.Find(sensor => sensor.StateTopic == topic && sensor.Template is { Path.IsEmpty: true }) is { } described)
            report.Values[0] = plain with { Metric = described.Named(plain.Metric)!, Unit = described.Unit };
        return known;
    }

    private List<DiscoveredSensor>? Find(string topic)
    {
        lock (_lock)
            return _byTopic.TryGetValue(topic, out List<DiscoveredSensor>? sensors) ? [.. sensors] : null;
    }

    private ReportSet Configure(string topic, ReadOnlySpan<byte> payload, bool mayLearn)
    {
        ReportSet set = new();
        string[] levels = topic.Split('/');
        if (levels.Length is not (4 or 5) || levels[1] is not ("sensor" or "binary_sensor"))
            return set;
        if (payload.IsEmpty)
        {
            Forget(topic);
            return set;
        }
        if (payload.Length > MaxConfigBytes || !JsonTree.TryParse(payload, out JsonDocument? document, out _))
        {
            set.Rejections.Add(new Rejection(0, null, Errors.BodyNotJson, "A discovery message is no JSON object, or has more than 16 kB."));
            return set;
        }
        using (document)
        {
            if (DiscoveredSensor.Read(document.RootElement, levels[1] == "binary_sensor") is { } sensor)
                Remember(topic, sensor, mayLearn, set);
            else
                set.Ignored++;
        }
        return set;
    }

    private void Remember(string config, DiscoveredSensor sensor, bool mayLearn, ReportSet set)
    {
        // Where a dialect reads the topic anyway, its template does not matter.
        if (sensor.Template is null && MqttMessages.Parse(sensor.StateTopic, []) is null)
            set.Rejections.Add(new Rejection(0, sensor.Name, Errors.FieldInvalid, "template not understood: nothing is read from this sensor of the discovery message."));
        lock (_lock)
        {
            Forget(config);
            if (!mayLearn || _byConfig.Count >= MaxSensors)
            {
                set.Rejections.Add(new Rejection(0, sensor.Name, Errors.TooManyValues, "More sensors were discovered than are remembered; this one is not."));
                return;
            }
            _byConfig[config] = sensor;
            Add(sensor.StateTopic, sensor);
            if (sensor.AvailabilityTopic is { } presence && presence != sensor.StateTopic)
                Add(presence, sensor);
        }
    }

    private void Add(string topic, DiscoveredSensor sensor)
    {
        if (!_byTopic.TryGetValue(topic, out List<DiscoveredSensor>? sensors))
            _byTopic[topic] = sensors = [];
        sensors.Add(sensor);
    }

    private void Forget(string config)
    {
        lock (_lock)
        {
            if (!_byConfig.Remove(config, out DiscoveredSensor? sensor))
                return;
            foreach (string? topic in (ReadOnlySpan<string?>)[sensor.StateTopic, sensor.AvailabilityTopic])
                if (topic is not null && _byTopic.TryGetValue(topic, out List<DiscoveredSensor>? sensors) && sensors.RemoveAll(other => ReferenceEquals(other, sensor)) > 0 && sensors.Count == 0)
                    _byTopic.Remove(topic);
        }
    }

    private static ReportSet Read(string topic, ReadOnlySpan<byte> payload, List<DiscoveredSensor> sensors)
    {
        ReportSet set = new();
        if (sensors.Find(sensor => sensor.AvailabilityTopic == topic) is { } present)
            ReadPresence(set, topic, payload, present);
        List<DiscoveredSensor> plain = sensors.FindAll(sensor => sensor.StateTopic == topic && sensor.Template is { Path.IsEmpty: true });
        List<DiscoveredSensor> inside = sensors.FindAll(sensor => sensor.StateTopic == topic && sensor.Template is { Path.IsEmpty: false });
        if (plain.Count > 0)
        {
            (string? source, string? metric) = plain[0].Place();
            ForeignReadings readings = ForeignReadings.Begin(set, source);
            if (WordOf(payload, plain[0].Words.On, plain[0].Words.Off) is { } isOn)
                readings.Add(metric, isOn, plain[0].Unit);
            else
                readings.AddText(metric, payload, plain[0].Unit);
            readings.End();
        }
        if (inside.Count > 0 && JsonTree.TryParse(payload, out JsonDocument? document, out _))
            using (document)
                ReadInside(set, document.RootElement, inside);
        return set;
    }

    private static void ReadInside(ReportSet set, JsonElement root, List<DiscoveredSensor> sensors)
    {
        ForeignReadings readings = ForeignReadings.Begin(set, sensors[0].Place().Source);
        foreach (DiscoveredSensor sensor in sensors)
        {
            if (!sensor.Template!.TryFind(root, out JsonElement found))
                continue;
            string? text = JsonTree.Text(found, 64);
            if (text is not null && (text == sensor.Words.On || text == sensor.Words.Off))
                readings.Add(sensor.Place().Metric, text == sensor.Words.On ? 1 : 0, sensor.Unit);
            else
                readings.AddElement(sensor.Place().Metric, found, sensor.Unit);
        }
        readings.End();
    }

    private static void ReadPresence(ReportSet set, string topic, ReadOnlySpan<byte> payload, DiscoveredSensor sensor)
    {
        if (WordOf(payload, sensor.Words.There, sensor.Words.Away) is not { } isThere)
            return;
        int slash = topic.LastIndexOf('/');
        ForeignReadings readings = ForeignReadings.Begin(set, slash > 0 ? topic[..slash] : topic);
        readings.Add("online", isThere);
        readings.End();
    }

    /// <summary>1 or 0 if the payload is one of two words, else null.</summary>
    private static double? WordOf(ReadOnlySpan<byte> payload, string yes, string no)
    {
        if (payload.Length > 256)
            return null;
        string word = System.Text.Encoding.UTF8.GetString(payload);
        return word == yes ? 1 : word == no ? 0 : null;
    }
}
