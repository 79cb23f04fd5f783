using System.Text;
using Barograph.Model;

namespace Barograph.Formats;

/// <summary>
/// The rule by which measurement and tags become a source and the beginning of a metric's name (docs/dialects/influx.md). In InfluxDB a series is measurement, all tags and field; so
/// here every tag goes into one of the two names, but those that only describe, and what a line means never depends on other lines.
/// </summary>
/// <param name="own">The token's list of tags that say the place, the first that is there counts; null for <see cref="Places"/>, all of which count.</param>
internal sealed class InfluxNames(IReadOnlyList<string>? own)
{
    /// <summary>Tags that one line may have: three times what the busiest of Telegraf's inputs sends. They are looked through one by one.</summary>
    private const int MaxTags = 64;

    /// <summary>Tags that say where or on what it was measured, the wider before the narrower: together they are the source.</summary>
    private static readonly string[] Places = ["location", "room", "nodename", "host", "node", "device", "topic", "entity_id", "item"];

    /// <summary>Beside one of these, a <c>device</c> is a part of it, as Telegraf's disks.</summary>
    private static readonly string[] Machines = ["nodename", "host", "node"];

    /// <summary>A <c>sensor</c> is the source where nothing else is.</summary>
    private const string LastPlace = "sensor";

    /// <summary>Tags that describe what the others name, and may change while it stays the same.</summary>
    private static readonly HashSet<string> Describing = new(StringComparer.OrdinalIgnoreCase)
    {
        "fstype", "mode", "ssid", "bssid", "ip", "ip_address", "firmware", "fw", "fw_version", "version", "sw_version", "hw_version", "model", "manufacturer",
        "unit", "units", "unit_of_measurement", "friendly_name",
    };

    /// <summary>The same, of Proxmox's objects and openHAB's items only; elsewhere a <c>type</c> may be all that differs.</summary>
    private static readonly HashSet<string> DescribingKind = new(StringComparer.OrdinalIgnoreCase) { "type", "category", "label" };

    /// <summary>Measurements that say nothing: their fields stand alone. Any other goes before the field, or Telegraf's <c>mem</c> and <c>swap</c> would both be <c>used</c>.</summary>
    private static readonly HashSet<string> Empty = new(StringComparer.OrdinalIgnoreCase)
    {
        "weather", "environment", "environmental", "env", "climate", "home", "house", "sensor", "sensors", "sensordata", "sensor_data", "measurement", "measurements",
        "data", "reading", "readings", "telemetry", "metrics", "m", "test", "iot", "esp32", "esp8266", "esp32data", "feinstaub", "airrohr", "mqtt_consumer",
        "mymeasurement",
    };

    // What Tasmota's energy meter says beside its totals; "energy_power" would be taken for a total too.
    private static readonly string[] NoEnergy = ["power", "apparentpower", "reactivepower", "voltage", "current", "factor", "frequency"];

    /// <summary>Takes a head apart; null, with the reason in InfluxDB's words, where it is none.</summary>
    public InfluxHead? Read(ReadOnlySpan<byte> head, out string? problem)
    {
        int end = Unescaped(head, (byte)',');
        string measurement = InfluxText.Unescape(head[..end]);
        List<InfluxTag> tags = [];
        problem = ReadTags(end == head.Length ? [] : head[(end + 1)..], end < head.Length, tags);
        return problem is null ? Mean(measurement, tags) : null;
    }

    private static string? ReadTags(ReadOnlySpan<byte> rest, bool hasTags, List<InfluxTag> tags)
    {
        while (hasTags)
        {
            int end = Unescaped(rest, (byte)',');
            ReadOnlySpan<byte> tag = rest[..end];
            int equals = Unescaped(tag, (byte)'=');
            if (tags.Count == MaxTags)
                return "too many tags";
            if (equals == 0 || tag.IsEmpty)
                return "missing tag key";
            if (equals >= tag.Length - 1)
                return "missing tag value";
            if (InfluxText.IsReserved(tag[..equals]))
                return "a tag's key is reserved";
            tags.Add(new InfluxTag(InfluxText.Unescape(tag[..equals]), InfluxText.Unescape(tag[(equals + 1)..])));
            hasTags = end < rest.Length;
            rest = hasTags ? rest[(end + 1)..] : [];
        }
        return null;
    }

    private InfluxHead Mean(string measurement, List<InfluxTag> tags)
    {
        List<string> places = own is null ? AllPlaces(tags) : FirstPlace(tags, own);
        bool isEntity = Value(tags, "entity_id") is not null && Value(tags, "domain") is not null;
        List<InfluxTag> telling = tags.FindAll(tag => TellsApart(tag, places, tags, isEntity));
        telling.Sort(Compare);
        string[] values = [.. places.Select(place => Value(tags, place)!)];
        string identity = Identity(isEntity ? "" : measurement, values, telling, isEntity ? Value(tags, "domain")! : "");
        string[] said = [.. telling.Where(tag => !IsNoEnergy(tag, measurement)).Select(tag => InfluxText.Fold(tag.Value))];
        string before = said.Length == 0 ? "" : InfluxText.Name(said);
        string? source = InfluxText.Source(values);
        return isEntity ? Entity(measurement, tags, source, identity, before) : Plain(measurement, telling, source, identity, before);
    }

    private static InfluxHead Plain(string measurement, List<InfluxTag> telling, string? source, string identity, string before)
    {
        string folded = InfluxText.Fold(measurement);
        string ofValue = Units.TryFind(measurement, out _) && !char.IsAsciiLetter(measurement[0]) ? InfluxText.Name(before, "value") : InfluxText.Name(before, folded);
        // "cpu,cpu=cpu0" says it twice.
        bool isSaid = Empty.Contains(measurement) || telling.Exists(tag => tag.Is(measurement));
        return new InfluxHead(source, identity, isSaid ? before : Joined(before, folded), ofValue) { Measurement = isSaid ? "" : folded };
    }

    /// <summary>Home Assistant's: the measurement is the unit, or again the entity's name, and the domain tells <c>switch.heater</c> from <c>sensor.heater</c>.</summary>
    private static InfluxHead Entity(string measurement, List<InfluxTag> tags, string? source, string identity, string before)
    {
        string domain = Value(tags, "domain")!;
        string prefix = domain == "sensor" ? before : Joined(before, InfluxText.Fold(domain));
        return new InfluxHead(source, identity, prefix, InfluxText.Name(prefix, "value")) { IsEntity = true, Unit = Units.TryFind(measurement, out Unit? unit) ? unit.Code : null };
    }

    private static string Joined(string before, string name) => before.Length == 0 ? name : $"{before}_{name}";

    private static List<string> AllPlaces(List<InfluxTag> tags)
    {
        bool hasMachine = Array.Exists(Machines, machine => Value(tags, machine) is not null);
        List<string> found = [.. Places.Where(place => Value(tags, place) is not null && !(hasMachine && place == "device"))];
        if (found.Count == 0 && Value(tags, LastPlace) is not null)
            found.Add(LastPlace);
        return found;
    }

    private static List<string> FirstPlace(List<InfluxTag> tags, IReadOnlyList<string> wanted)
    {
        foreach (string place in wanted)
            if (Value(tags, place) is not null)
                return [place];
        return [];
    }

    /// <summary>With a list of its own the token has said that the usual places are none.</summary>
    private bool TellsApart(InfluxTag tag, List<string> places, List<InfluxTag> tags, bool isEntity) =>
        !places.Exists(tag.Is) && !Describing.Contains(tag.Key) && !(isEntity && tag.Is("domain"))
        && !(own is not null && IsUsualPlace(tag, tags))
        && !(DescribingKind.Contains(tag.Key) && (Value(tags, "object") is not null || Value(tags, "item") is not null));

    private static bool IsUsualPlace(InfluxTag tag, List<InfluxTag> tags) => AllPlaces(tags).Exists(tag.Is);

    private static bool IsNoEnergy(InfluxTag tag, string measurement) => tag.Is("sensor") && tag.Value.Equals("energy", StringComparison.OrdinalIgnoreCase)
        && Array.Exists(NoEnergy, word => measurement.StartsWith(word, StringComparison.OrdinalIgnoreCase));

    /// <summary>Kind, number and sensor first, because names read better so; then by key, because not every client sorts them.</summary>
    private static int Compare(InfluxTag a, InfluxTag b)
    {
        int ranks = Rank(a).CompareTo(Rank(b));
        return ranks != 0 ? ranks : string.CompareOrdinal(a.Key, b.Key);
    }

    private static int Rank(InfluxTag tag) => tag.Key switch { "object" => 0, "vmid" => 1, "sensor" => 2, _ => 3 };

    private static string Identity(string measurement, string[] places, List<InfluxTag> telling, string domain)
    {
        // No name of the line protocol holds a line's end.
        StringBuilder identity = new StringBuilder(measurement).Append('\n').AppendJoin('\n', places).Append('\n').Append(domain);
        foreach (InfluxTag tag in telling)
            identity.Append('\n').Append(tag.Key).Append('\n').Append(tag.Value);
        return identity.ToString();
    }

    private static string? Value(List<InfluxTag> tags, string key)
    {
        foreach (InfluxTag tag in tags)
            if (tag.Is(key))
                return tag.Value;
        return null;
    }

    private static int Unescaped(ReadOnlySpan<byte> text, byte wanted)
    {
        for (int i = 0; i < text.Length; i++)
            if (text[i] == wanted && (i == 0 || text[i - 1] != '\\'))
                return i;
        return text.Length;
    }
}
