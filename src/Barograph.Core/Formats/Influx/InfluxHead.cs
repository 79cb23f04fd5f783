namespace Barograph.Formats;

/// <summary>What measurement and tags of a line mean, found out once for all lines of a request that begin alike.</summary>
/// <param name="source">Where it was measured, as <see cref="Model.Report.Source"/>; null where no tag says it.</param>
/// <param name="identity">Measurement and all tags that tell series apart, unfolded: two heads of one identity are one series.</param>
/// <param name="prefix">What stands before a field in a metric's name, folded; empty for nothing.</param>
/// <param name="ofValue">The metric of the field <c>value</c>; for an entity of Home Assistant, where it says no class.</param>
internal sealed class InfluxHead(string? source, string identity, string prefix, string ofValue)
{
    private readonly List<(byte[] Key, string Metric)> _metrics = [];
    private readonly Dictionary<byte[], string>.AlternateLookup<ReadOnlySpan<byte>> _known =
        new Dictionary<byte[], string>(InfluxBytes.Comparer).GetAlternateLookup<ReadOnlySpan<byte>>();

    public string? Source { get; } = source;

    public string Identity { get; } = identity;

    public string OfValue { get; } = ofValue;

    /// <summary>It is an entity of Home Assistant: its fields are a value and attributes, and its measurement is a unit.</summary>
    public bool IsEntity { get; init; }

    /// <summary>The measurement as the prefix has it, for a field of the same name; empty where the prefix has none.</summary>
    public string Measurement { get; init; } = "";

    /// <summary>The unit of an entity's value, or null.</summary>
    public string? Unit { get; init; }

    /// <summary>Values of the last line, for the room that the next one needs.</summary>
    public int Values { get; set; }

    /// <summary>How many of <see cref="Metrics"/> have been looked at for merging.</summary>
    public int Noted { get; set; }

    /// <summary>The metrics of its fields so far.</summary>
    public IReadOnlyList<(byte[] Key, string Metric)> Metrics => _metrics;

    /// <summary>The metric of a field; null where its name is reserved.</summary>
    /// <param name="key">The field's key as sent.</param>
    /// <param name="place">Its place in the line: lines that begin alike nearly always have the same fields in the same order.</param>
    public string? Metric(ReadOnlySpan<byte> key, int place)
    {
        if (place < _metrics.Count && key.SequenceEqual(_metrics[place].Key))
            return _metrics[place].Metric;
        if (_known.TryGetValue(key, out string? known))
            return known;
        if (InfluxText.IsReserved(key))
            return null;
        string made = Make(InfluxText.Unescape(key));
        _metrics.Add((key.ToArray(), made));
        _known[key] = made;
        return made;
    }

    /// <summary>The metric of an entity's value.</summary>
    public string OfClass(string? deviceClass) => deviceClass is null ? OfValue : InfluxText.Name(prefix, InfluxText.Fold(deviceClass));

    private string Make(string field)
    {
        string folded = InfluxText.Fold(field);
        return folded == "value" ? OfValue : folded.Length > 0 && folded == Measurement ? InfluxText.Name(prefix) : InfluxText.Name(prefix, folded);
    }
}
