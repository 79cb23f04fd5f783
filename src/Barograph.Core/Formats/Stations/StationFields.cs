using System.Collections.Frozen;

namespace Barograph.Formats;

/// <summary>
/// The known fields of one family of weather stations. A <c>#</c> stands for a channel's number, which the metric takes over: <c>temp3f</c> becomes
/// <c>temperature_3</c>. docs/dialects lists them all.
/// </summary>
public sealed class StationFields
{
    private readonly FrozenDictionary<string, StationField> _fields;

    /// <param name="rows">Units, each with its fields: <c>sent=metric</c>, separated by spaces. A field of a later row replaces that of an earlier one.</param>
    public StationFields(params ReadOnlySpan<(string? Unit, string Fields)> rows)
    {
        Dictionary<string, StationField> fields = new(StringComparer.Ordinal);
        foreach ((string? unit, string names) in rows)
            foreach (string pair in names.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                int equals = pair.IndexOf('=', StringComparison.Ordinal);
                fields[pair[..equals]] = new StationField(pair[(equals + 1)..], unit);
            }
        _fields = fields.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>What a field becomes; an unknown one keeps its own name, as far as that can be one.</summary>
    public StationField? Find(string sent)
    {
        if (_fields.TryGetValue(sent, out StationField known) || TryFindNumbered(sent, out known))
            return known;
        return DialectText.Metric(sent) is { } own ? new StationField(own, null) : null;
    }

    /// <summary>Tries each run of one or two digits as the channel, the last one first: <c>pm25_ch1</c> has two.</summary>
    private bool TryFindNumbered(string sent, out StationField field)
    {
        for (int end = sent.Length; end > 0; end--)
        {
            if (!char.IsAsciiDigit(sent[end - 1]))
                continue;
            int start = end - 1;
            while (start > 0 && char.IsAsciiDigit(sent[start - 1]))
                start--;
            if (end - start <= 2 && _fields.TryGetValue($"{sent[..start]}#{sent[end..]}", out field))
            {
                field = field with { Metric = field.Metric.Replace("#", sent[start..end], StringComparison.Ordinal) };
                return true;
            }
            end = start + 1;
        }
        field = default;
        return false;
    }
}
