namespace Barograph.Formats;

/// <summary>One record of a pack as it was sent, nothing resolved. One instance serves a whole pack.</summary>
internal sealed class SenMlRecord
{
    private const SenMlLabel First = SenMlLabel.BaseSum;
    private const SenMlLabel Last = SenMlLabel.DataValue;

    private readonly SenMlValue[] _values = new SenMlValue[Last - First + 1];

    /// <summary>The first label by number that stands twice, a base one before the others; null if none does.</summary>
    public SenMlLabel? Twice { get; private set; }

    /// <summary>A label that may not be passed over by who does not know it (it ends with an underscore); null if there is none.</summary>
    public string? MustUnderstand { get; private set; }

    /// <summary>Whether the record is anything but a map, and so nothing.</summary>
    public bool IsNoMap { get; set; }

    public SenMlValue this[SenMlLabel label] => _values[label - First];

    public bool Has(SenMlLabel label) => this[label].Kind != SenMlValueKind.Absent;

    public void Clear()
    {
        Array.Clear(_values);
        Twice = null;
        MustUnderstand = null;
        IsNoMap = false;
    }

    /// <summary>Takes what stands behind a label of a known number; others are passed over.</summary>
    public void Set(long label, SenMlValue value)
    {
        if (label is < (long)First or > (long)Last)
            return;
        if (Has((SenMlLabel)label))
            Twice = Twice is { } known && known < (SenMlLabel)label ? known : (SenMlLabel)label;
        _values[label - (long)First] = value;
    }

    /// <summary>Takes note of a label that is not in the table.</summary>
    public void SetUnknown(string? label)
    {
        if (label?.EndsWith('_') == true)
            MustUnderstand ??= label;
    }
}
