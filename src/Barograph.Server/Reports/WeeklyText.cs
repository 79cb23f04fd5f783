using System.Text;

namespace Barograph.Server.Reports;

/// <summary>A report as plain text.</summary>
public static class WeeklyText
{
    public static string Of(WeeklyReport report)
    {
        StringBuilder text = new();
        text.Append(WeeklyWords.Title(report)).Append(" (").Append(report.Zone).Append(")\n");
        if (report.Locations.Count == 0)
            text.Append("\nThere were no readings.\n");
        foreach (LocationWeek location in report.Locations)
        {
            text.Append('\n').Append(WeeklyWords.Name(location)).Append('\n');
            foreach (SeriesWeek series in location.Series)
                text.Append("  ").Append(series.Metric).Append(": ").Append(Values(series)).Append('\n');
        }
        text.Append('\n').AppendJoin('\n', report.Store.Lines()).Append('\n');
        return text.ToString();
    }

    private static string Values(SeriesWeek series)
    {
        string values = series switch
        {
            { Increase: { } increase } => WeeklyWords.WithUnit(increase, series.Unit) + " in the week",
            { Min: { } min, Mean: { } mean, Max: { } max } => $"{WeeklyWords.Number(min)} to {WeeklyWords.WithUnit(max, series.Unit)}, {WeeklyWords.Number(mean)} on average",
            _ => "no readings",
        };
        return series.SilentSeconds > 0 ? $"{values}; silent for {WeeklyWords.Duration(series.SilentSeconds)}" : values;
    }
}
