using Barograph.Server.Http.Pages;

namespace Barograph.Server.Reports;

/// <summary>A report as a page for mail: one table a location, nothing from elsewhere.</summary>
public static class WeeklyPage
{
    private const string Cell = "<td style=\"padding:2px 16px 2px 0;text-align:right\">", Words = "<td style=\"padding:2px 16px 2px 0\">", Head = "<th style=\"padding:2px 16px 2px 0;text-align:right\">";

    public static string Of(WeeklyReport report)
    {
        Html page = new();
        page.Markup("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>").Text(WeeklyWords.Title(report))
            .Markup("</title></head><body style=\"font-family:sans-serif\"><h1 style=\"font-size:130%\">").Text(WeeklyWords.Title(report)).Markup("</h1><p>").Text(report.Zone).Markup("</p>");
        if (report.Locations.Count == 0)
            page.Markup("<p>There were no readings.</p>");
        foreach (LocationWeek location in report.Locations)
            Add(page, location);
        page.Markup("<p>").Text(string.Join(' ', report.Store.Lines())).Markup("</p></body></html>");
        return page.ToString();
    }

    private static void Add(Html page, LocationWeek location)
    {
        page.Markup("<h2 style=\"font-size:110%\">").Text(WeeklyWords.Name(location)).Markup("</h2><table style=\"border-collapse:collapse\"><tr><th></th>");
        foreach (string column in (string[])["lowest", "average", "highest", "in the week", "silent"])
            page.Markup(Head).Text(column).Markup("</th>");
        page.Markup("<th></th></tr>");
        foreach (SeriesWeek series in location.Series)
        {
            page.Markup("<tr>" + Words).Text(series.Metric).Markup("</td>");
            foreach (double? value in (double?[])[series.Min, series.Mean, series.Max, series.Increase])
                page.Markup(Cell).Text(value is { } known ? WeeklyWords.Number(known) : "").Markup("</td>");
            page.Markup(Cell).Text(series.SilentSeconds > 0 ? WeeklyWords.Duration(series.SilentSeconds) : "").Markup("</td>" + Words).Text(series.Unit).Markup("</td></tr>");
        }
        page.Markup("</table>");
    }
}
