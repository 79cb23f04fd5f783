using System.Globalization;
using Barograph.Model;
using Barograph.Storage;

namespace Barograph.Server.Http.Pages;

/// <summary><c>/</c>: the latest reading of every series, by location.</summary>
public sealed class OverviewPage(IStore store, TimeProvider clock)
{
    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/", GetAsync).WithMetadata(AccessRule.Page).ExcludeFromDescription();

    private async Task GetAsync(HttpContext context)
    {
        IReadOnlyList<LatestSample> latest = await store.Reader.LatestAsync(null, context.RequestAborted);
        Instant now = Instant.Now(clock);
        // Without script, a plain reload keeps the page fresh.
        context.Response.Headers["Refresh"] = "15";
        await Html.AnswerAsync(context, StatusCodes.Status200OK, "Readings", page =>
        {
            page.Markup("<header><h1>Readings</h1><form method=\"post\" action=\"/signout\"><button class=\"quiet\">Sign out</button></form></header>");
            if (latest.Count == 0)
                page.Markup("<p>No reading has arrived yet. Send the first one with the <code>curl</code> line that the server printed ")
                    .Markup("at its first start, or make a board: <code>barograph device add NAME --location desk</code></p>");
            foreach (IGrouping<string, LatestSample> location in latest.GroupBy(sample => sample.Series.Key.Location))
                WriteLocation(page, location.Key, location, now);
        });
    }

    private static void WriteLocation(Html page, string location, IEnumerable<LatestSample> samples, Instant now)
    {
        page.Markup("<h2>").Text(location).Markup("</h2><table>");
        foreach (LatestSample sample in samples)
            page.Markup("<tr><th scope=\"row\">").Text(sample.Series.Key.Metric)
                .Markup("</th><td class=\"value\">").Text(sample.Value.ToString("G6", CultureInfo.InvariantCulture))
                .Markup(" <span class=\"quiet\">").Text(sample.Series.Unit)
                .Markup("</span></td><td class=\"age\"><time datetime=\"").Text(sample.Time.ToString()).Markup("\">")
                .Text(Age(now - sample.Time)).Markup("</time></td></tr>");
        page.Markup("</table>");
    }

    private static string Age(TimeSpan age) => age.TotalSeconds switch
    {
        < 0 => "in the future",
        < 90 => $"{(int)age.TotalSeconds} s ago",
        < 90 * 60 => $"{(int)age.TotalMinutes} min ago",
        < 36 * 3600 => $"{(int)age.TotalHours} h ago",
        _ => $"{(int)age.TotalDays} days ago",
    };
}
