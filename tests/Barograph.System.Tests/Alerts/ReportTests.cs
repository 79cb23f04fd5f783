using System.Globalization;
using System.Text.Json;

namespace Barograph.SystemTests.Alerts;

/// <summary>The week in numbers.</summary>
public sealed class ReportTests
{
    [Fact]
    public async Task Both_engines_say_the_same_and_it_arrives_as_text_and_page()
    {
        await using SmtpSink smtp = new();
        string[] answers = [await ReportAsync(Engine.Sqlite, smtp), await ReportAsync(Engine.Postgres, smtp)];

        Assert.Equal(answers[0], answers[1]);
        JsonElement series = JsonDocument.Parse(answers[0]).RootElement[0].GetProperty("series");
        Assert.Equal(["co2", "rain_total"], series.EnumerateArray().Select(one => one.GetProperty("metric").GetString()));
        Assert.Equal((2016, 400, 599), (series[0].GetProperty("readings").GetInt32(), series[0].GetProperty("min").GetInt32(), series[0].GetProperty("max").GetInt32()));
        Assert.Equal(2015 * 0.25, series[1].GetProperty("increase").GetDouble());

        Assert.Equal(2, smtp.Mails.Count);
        foreach (Arrival mail in smtp.Mails)
        {
            Assert.Contains("multipart/alternative", mail.Text, StringComparison.Ordinal);
            Assert.Contains("text/plain", mail.Text, StringComparison.Ordinal);
            Assert.Contains("text/html", mail.Text, StringComparison.Ordinal);
            Assert.Contains("  rain_total: 503.75 mm in the week", mail.Text, StringComparison.Ordinal);
            Assert.Contains(">503.75</td>", mail.Text.Replace("=\n", "", StringComparison.Ordinal), StringComparison.Ordinal);
        }
    }

    private static async Task<string> ReportAsync(Engine engine, SmtpSink smtp)
    {
        await using BarographServer server = await BarographServer.StartAsync(await Place.MakeAsync(engine));
        string file = Path.Combine(server.Place.Folder, "week.csv");
        await File.WriteAllLinesAsync(file, Readings());
        await server.CommandAsync("import", file);
        await AlertSite.AddMailAsync(server, smtp);
        await server.CommandAsync("report", "weekly", "--send", "mail");
        return (await server.CommandAsync("report", "weekly", "--json")).Json.GetProperty("locations").GetRawText();
    }

    /// <summary>Every five minutes of the last week that is over, in UTC.</summary>
    private static IEnumerable<string> Readings()
    {
        DateTime today = TimeProvider.System.GetUtcNow().UtcDateTime.Date;
        DateTime monday = today.AddDays(-((int)today.DayOfWeek + 6) % 7 - 7);
        yield return "time,location,metric,unit,value";
        for (int i = 0; i < 2016; i++)
        {
            string time = monday.AddMinutes(5 * i).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
            yield return string.Create(CultureInfo.InvariantCulture, $"{time},garden,co2,ppm,{400 + i % 200}");
            yield return string.Create(CultureInfo.InvariantCulture, $"{time},garden,rain_total,mm,{i * 0.25}");
        }
    }
}
