using Barograph.Model;

namespace Barograph.Formats;

/// <summary>An entity of Home Assistant: its value is named by its class, everything else is an attribute of it.</summary>
internal static class InfluxEntity
{
    /// <summary>Gives the value the metric of its class and its unit; an attribute of the same name gets another one.</summary>
    public static void Name(Report report, InfluxHead head, string? deviceClass)
    {
        int value = report.Values.FindIndex(sent => sent.Metric == head.OfValue);
        if (value < 0)
            return;
        string metric = head.OfClass(deviceClass);
        for (int i = 0; i < report.Values.Count; i++)
            if (i != value && report.Values[i].Metric == metric)
                report.Values[i] = report.Values[i] with { Metric = InfluxText.Name("attribute", metric) };
        report.Values[value] = new ReportValue(metric, report.Values[value].Value, head.Unit);
    }
}
