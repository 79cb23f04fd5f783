using System.Globalization;
using Barograph.Model;

namespace Barograph.Tests.Formats;

/// <summary>A report as one line of text, so that a failing comparison shows what differs.</summary>
internal static class ReportLine
{
    public static string Of(Report report) =>
        Of(report.Index, report.Location, report.Time?.ToString(), report.Age?.TotalSeconds, report.Id, report.Values);

    /// <summary>The same with the source, which only foreign dialects have.</summary>
    public static string OfForeign(Report report) => $"source={report.Source ?? "-"} {Of(report)}";

    public static string Of(int index, string? location, string? time, double? age, string? id, IEnumerable<ReportValue> values) =>
        string.Create(CultureInfo.InvariantCulture, $"{index} location={location ?? "-"} time={time ?? "-"} age={age} id={id ?? "-"} ")
        + string.Join(' ', values.Select(v => string.Create(CultureInfo.InvariantCulture, $"{v.Metric}={v.Value:R}[{v.Unit}]")));
}
