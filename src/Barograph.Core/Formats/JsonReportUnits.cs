using System.Text.Json;
using Barograph.Model;

namespace Barograph.Formats;

/// <summary>The units of the report at hand. They may stand before or after the values, so they are put together at its end.</summary>
internal sealed class JsonReportUnits
{
    // Bytes; longer than any acceptable unit, so that its refusal is Ingest's, but no megabyte is carried on.
    private const int MaxBytes = 4 * Units.MaxLength;

    // One for each name: the unit, or null where it could not be read.
    private readonly List<(string Metric, string? Unit)> _units = [];

    public NameSet Names { get; } = new();

    public void Clear()
    {
        Names.Clear();
        _units.Clear();
    }

    /// <summary>Takes the unit that the reader stands on. JSON null says nothing.</summary>
    public void Add(string metric, ref Utf8JsonReader reader, JsonText text)
    {
        if (reader.TokenType == JsonTokenType.Null)
            return;
        string? unit = null;
        if (reader.TokenType == JsonTokenType.String && text.TryRead(ref reader, out ReadOnlySpan<byte> sent)
            && sent.Length is > 0 and <= MaxBytes)
            unit = NameCache.Get(sent);
        _units.Add((metric, unit));
        reader.Skip();
    }

    /// <summary>
    /// Gives each value its unit. A value whose unit cannot be read is rejected: as a bare number it could mean anything.
    /// </summary>
    public void ApplyTo(Report report, List<Rejection> rejections)
    {
        // Values and units mostly stand in the same order, so the search goes on where the last one ended.
        int next = 0;
        foreach ((string metric, string? unit) in _units)
        {
            int at = IndexOf(report.Values, metric, next);
            if (at < 0)
                continue;
            next = at + 1;
            if (unit is not null)
            {
                report.Values[at] = report.Values[at] with { Unit = unit };
                continue;
            }
            report.Values.RemoveAt(at);
            next = at;
            rejections.Add(new Rejection(report.Index, metric, Errors.UnitInvalid,
                $"The unit of {InputQuote.Of(metric)} must be a string of 1 to {Units.MaxLength} characters."));
        }
    }

    /// <summary>The value with this very name; else one that differs in letters' case only, which is the same metric: a unit not found would leave a bare number.</summary>
    private static int IndexOf(List<ReportValue> values, string metric, int start)
    {
        int other = -1;
        for (int i = 0; i < values.Count; i++)
        {
            int at = (start + i) % values.Count;
            if (string.Equals(values[at].Metric, metric, StringComparison.Ordinal))
                return at;
            if (other < 0 && string.Equals(values[at].Metric, metric, StringComparison.OrdinalIgnoreCase))
                other = at;
        }
        return other;
    }
}
