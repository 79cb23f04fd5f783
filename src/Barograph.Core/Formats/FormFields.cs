using Barograph.Model;

namespace Barograph.Formats;

/// <summary>Reads numbers out of the fields of a foreign form or query, where a bad field must not lose the good ones.</summary>
public static class FormFields
{
    /// <summary>What weather consoles write for a sensor that did not answer.</summary>
    private const double Nothing = -9999;

    /// <summary>
    /// Adds a value that a field holds. What stands for a missing one (empty, nan, -9999, null, None, unknown, unavailable, --) is left out; any other text is counted as ignored, and so
    /// is what a report has beyond its <see cref="JsonReports.MaxValues"/> values.
    /// </summary>
    public static void Add(ReportSet set, Report report, string? metric, ReadOnlySpan<byte> sent, string? unit) =>
        AddText(set, report, metric, FormText.DecodeText(sent, out _), unit);

    /// <summary>The same for a text that is decoded already.</summary>
    public static void AddText(ReportSet set, Report report, string? metric, string sent, string? unit)
    {
        string text = sent.Trim();
        if (report.Values.Count >= JsonReports.MaxValues)
            set.Ignored++;
        else if (metric is not null && NumberText.Parse(text, out double value) == NumberKind.Number)
        {
            if (value != Nothing)
                report.Values.Add(new ReportValue(metric, value, unit));
        }
        else if (!IsMissing(text))
            set.Ignored++;
    }

    /// <summary>Whether a text is one of the spellings of a missing value.</summary>
    public static bool IsMissing(ReadOnlySpan<char> text) =>
        text.IsEmpty || NumberText.SpellsNaN(text)
        || text.Equals("null", StringComparison.OrdinalIgnoreCase) || text.Equals("none", StringComparison.OrdinalIgnoreCase)
        || text.Equals("unknown", StringComparison.OrdinalIgnoreCase) || text.Equals("unavailable", StringComparison.OrdinalIgnoreCase)
        || text.SequenceEqual("--");
}
