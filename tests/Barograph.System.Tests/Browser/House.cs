using System.Globalization;
using System.Text;

namespace Barograph.SystemTests.Browser;

/// <summary>A server with some days of readings in it, for pages to show.</summary>
public static class House
{
    public const string Hostile = "<img src=x onerror=alert(1)>&amp;'\"";

    private const string Units = """{"temperature":"Cel","humidity":"%RH","pressure":"hPa","wind_speed":"m/s","rain_total":"mm"}""";
    private const int Minute = 60;
    private const int Day = 86_400;
    private const int ReportsAtOnce = 2000;

    /// <summary>A sharp change in each value, so that what is drawn has a shape; 40 hours, and a gap of two hours a day ago.</summary>
    public static async Task FillAsync(BarographServer server)
    {
        string token = await server.AddDeviceAsync("gateway", "--any-location");
        long now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        List<string> reports = [];
        for (long time = now - 40 * 3600; time < now - 5; time += Minute)
        {
            double day = Math.Sin(2 * Math.PI * (time % Day) / Day), noise = Math.Sin(time * 12.9898) * 0.1;
            if (now - time is < Day or > Day + 2 * 3600)
                reports.Add(Report("desk", time, $"\"temperature\":{Text(21 + day + noise)},\"humidity\":{Text(45 - 3 * day + noise)},\"pressure\":{Text(1013 + 4 * day)}"));
            if (time / Minute % 5 == 0)
                reports.Add(Report("garden/roof", time, $"\"temperature\":{Text(8 + 5 * day + noise)},\"wind_speed\":{Text(3 + 2 * Math.Abs(day))},\"rain_total\":{Text((time - now + 40 * 3600) / 7200.0)}"));
            if (time / Minute % 10 == 0)
                reports.Add(Report("basement/floor", time, $"\"wetness\":{(now - time < 900 ? 1 : 0)},\"temperature\":{Text(14 + day / 4)}"));
        }
        reports.Add(Report(Hostile, now - 30, "\"temperature\":20"));
        reports.Add(Report(Hostile, now - 20, "\"temperature\":22"));
        for (int i = 0; i < reports.Count; i += ReportsAtOnce)
        {
            RawAnswer answer = await server.Api(token).ReportAsync("[" + string.Join(',', reports.Skip(i).Take(ReportsAtOnce)) + "]");
            Assert.True(answer.Status == 200, answer.ToString());
        }
    }

    private static string Report(string location, long time, string values) =>
        string.Create(CultureInfo.InvariantCulture,
            $$$"""{"location":"{{{location.Replace("\"", "\\\"", StringComparison.Ordinal)}}}","time":{{{time}}},"values":{{{{values}}}},"units":{{{Units}}}}""");

    private static string Text(double value) => value.ToString("F2", CultureInfo.InvariantCulture);
}
