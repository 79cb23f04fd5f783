using System.Text;
using Barograph.Model;

namespace Barograph.Formats;

/// <summary>
/// emoncms's not quite JSON: <c>{power1:100,power2:200}</c>, or just <c>100,200</c>. Read as input_methods.php does: every character but letters, digits, blanks and <c>_ - . : ,</c>
/// is dropped, then commas separate values and a colon a name from its value. A value without a name has its position, from 1.
/// </summary>
internal static class EmoncmsText
{
    public static void Read(string sent, ReportSet set, Report report)
    {
        StringBuilder kept = new(sent.Length);
        foreach (char c in sent)
            if (char.IsLetterOrDigit(c) || c is '_' or ' ' or '-' or '.' or ':' or ',')
                kept.Append(c);
        int position = 0;
        foreach (string pair in kept.ToString().Split(','))
        {
            position++;
            int colon = pair.IndexOf(':', StringComparison.Ordinal);
            Add(set, report, colon < 0 ? PositionName(position) : DialectText.Metric(pair[..colon]), colon < 0 ? pair : pair[(colon + 1)..]);
        }
    }

    /// <summary>emoncms calls it <c>1</c>, which cannot be a metric.</summary>
    public static string PositionName(int position) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"n{position}");

    private static void Add(ReportSet set, Report report, string? metric, string sent)
    {
        string text = sent.Trim();
        if (metric is not null && report.Values.Count < JsonReports.MaxValues && NumberText.Parse(text, out double value) == NumberKind.Number)
            report.Values.Add(new ReportValue(metric, value));
        else if (!FormFields.IsMissing(text))
            set.Ignored++;
    }
}
