using System.Text.Json;
using Barograph.Model;

namespace Barograph.Formats;

/// <summary>One report of a foreign dialect, as it fills. A metric is taken once: the first value counts.</summary>
internal sealed class ForeignReadings
{
    private readonly ReportSet _set;

    private ForeignReadings(ReportSet set, Report report) => (_set, Report) = (set, report);

    public Report Report { get; }

    /// <summary>Begins a report of <paramref name="set"/>; <see cref="End"/> puts it in.</summary>
    public static ForeignReadings Begin(ReportSet set, string? source) =>
        new(set, new Report { Index = set.Reports.Count, Source = source is null ? null : DialectText.Source(source) });

    public void Add(string? metric, double value, string? unit = null)
    {
        if (metric is null || Report.Values.Exists(known => known.Metric == metric))
            _set.Ignored++;
        else if (Report.Values.Count >= JsonReports.MaxValues)
            RejectMore(metric);
        else
            Report.Values.Add(new ReportValue(metric, value, unit));
    }

    /// <summary>A number, or a word that says yes or no; anything else is counted as ignored, and what stands for a missing value is left out.</summary>
    public void AddText(string? metric, ReadOnlySpan<byte> text, string? unit = null)
    {
        if (NumberText.Parse(text, out double value) == NumberKind.Number)
            Add(metric, value, unit);
        else if (text.Length > 32)
            _set.Ignored++;
        else if (SwitchText.TryParse(text, out value))
            Add(metric, value, unit);
        else if (!FormFields.IsMissing(System.Text.Encoding.UTF8.GetString(text).Trim()))
            _set.Ignored++;
    }

    /// <summary>The same for a member of a JSON document. Objects and lists are counted as ignored.</summary>
    public void AddElement(string? metric, JsonElement element, string? unit = null)
    {
        if (JsonTree.TryNumber(element, out double value) || SwitchText.TryParse(JsonTree.Text(element, 16), out value))
            Add(metric, value, unit);
        else if (element.ValueKind != JsonValueKind.Null && (JsonTree.Text(element) is not { } text || !FormFields.IsMissing(text.Trim())))
            _set.Ignored++;
    }

    /// <summary>All numbers of an object, members of objects in it with both names; the unit is asked for by the name of the innermost.</summary>
    /// <param name="element">The object.</param>
    /// <param name="prefix">Stands before each name, or "".</param>
    /// <param name="unitOf">The unit of what an innermost member is called; null for unknown.</param>
    /// <param name="isLeftOut">Whether a member is to be skipped, by its name.</param>
    public void AddAll(JsonElement element, string prefix, Func<string, string?> unitOf, Func<string, bool> isLeftOut)
    {
        foreach (JsonProperty member in element.EnumerateObject())
            AddMember(member, prefix, unitOf, isLeftOut);
    }

    /// <summary>The same of one member of an object.</summary>
    public void AddMember(JsonProperty member, string prefix, Func<string, string?> unitOf, Func<string, bool> isLeftOut)
    {
        if (JsonTree.Name(member) is not { } name)
            _set.Ignored++;
        else if (isLeftOut(name))
            return;
        else if (member.Value.ValueKind == JsonValueKind.Object)
            AddAll(member.Value, prefix + name + "_", unitOf, isLeftOut);
        else if (member.Value.ValueKind == JsonValueKind.Array)
            AddList(prefix + name, member.Value, unitOf(name));
        else
            AddElement(DialectText.Metric(prefix + name), member.Value, unitOf(name));
    }

    /// <summary>The members of a list, numbered from 1: phases, tariffs.</summary>
    public void AddList(string name, JsonElement list, string? unit)
    {
        int place = 0;
        foreach (JsonElement element in list.EnumerateArray())
            AddElement(DialectText.Metric(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{name}_{++place}")), element, unit);
    }

    /// <summary>Puts the report into its set, unless nothing of it holds a value.</summary>
    public void End()
    {
        if (Report.Values.Count > 0)
            _set.Reports.Add(Report);
    }

    private void RejectMore(string metric)
    {
        if (!_set.Rejections.Exists(rejection => rejection.Index == Report.Index && rejection.Error == Errors.TooManyValues))
            _set.Rejections.Add(new Rejection(Report.Index, metric, Errors.TooManyValues, $"A message holds at most {JsonReports.MaxValues} values; the others were left out."));
    }
}
