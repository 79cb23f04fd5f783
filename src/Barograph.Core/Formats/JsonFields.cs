using System.Text.Json;
using Barograph.Model;

namespace Barograph.Formats;

/// <summary>As <see cref="FormFields"/>, for the members of a foreign JSON.</summary>
public static class JsonFields
{
    /// <summary>Adds a value; what stands for a missing one (null and its spellings) is left out, what else is no number is counted as ignored, and so is what a report has beyond its bound.</summary>
    public static void Add(ReportSet set, Report report, string? metric, JsonElement element, string? unit)
    {
        if (element.ValueKind == JsonValueKind.Null || JsonTree.Text(element) is { } text && FormFields.IsMissing(text.AsSpan().Trim()))
            return;
        if (metric is not null && report.Values.Count < JsonReports.MaxValues && JsonTree.TryNumber(element, out double value))
            report.Values.Add(new ReportValue(metric, value, unit));
        else
            set.Ignored++;
    }
}
