using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Barograph.SystemTests.Steps;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Barograph.SystemTests.Browser;

/// <summary>A million single readings behind a chart: what is drawn is right at every zoom, and how long it takes is printed.</summary>
[Trait("Category", "Slow")]
public sealed class MillionTests(ITestOutputHelper output)
{
    private const int Samples = 1_000_000;
    private const int Cadence = 10;
    private const int AtOnce = 10_000;
    private const int Zooms = 5;

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task A_chart_over_a_million_readings_is_drawn_and_zoomed(Engine engine)
    {
        await using BarographServer server = await BarographServer.StartAsync(await Place.MakeAsync(engine));
        await Owner.SetUpAsync(server);
        long last = await FillAsync(server);
        // As it is a minute later: upkeep begins at the start, and has rolled up what was there.
        await server.StopAsync();
        await server.StartAsync();
        await new StoreSql(server.Place).UntilNoMarkIsLeftAsync(server);
        await using Window window = await Window.OpenSignedInAsync(server);
        IPage page = window.Page;
        await Expect(page.Locator("li.card")).ToContainTextAsync("Temperature");
        long first = last - (long)(Samples - 1) * Cadence;

        // From the navigation's beginning to the chart that has its readings.
        double firstChart = await TimeAsync(page, FormattableString.Invariant($"/location/desk?from={first}&to={last + 1}"));
        Assert.Equal(Samples, await CountAsync(page));

        double[] zooms = new double[Zooms];
        for (int i = 0; i < Zooms; i++)
        {
            // Each on its own: steps that follow one another are answered when they rest.
            await Task.Delay(300, TestContext.Current.CancellationToken);
            zooms[i] = await ZoomAsync(page);
        }
        output.WriteLine(FormattableString.Invariant(
            $"{engine}: {Samples} readings, first chart {firstChart:F0} ms after the navigation began; zooms {string.Join(", ", zooms.Select(zoom => $"{zoom:F0}"))} ms from the key to the new readings drawn"));
        await Expect(Chart(page)).ToHaveAttributeAsync("aria-label", new Regex("^Temperature: "));
        window.AssertClean();
    }

    private static ILocator Chart(IPage page) => page.GetByRole(AriaRole.Img, new() { NameRegex = new Regex("^Temperature: ") });

    private static async Task<double> TimeAsync(IPage page, string path)
    {
        await page.GotoAsync(path);
        await Expect(Chart(page)).ToBeVisibleAsync();
        // The panel tells when it had its readings, in the clock of the navigation.
        return await page.EvaluateAsync<double>("() => Math.max(...performance.getEntriesByName('chart').map(mark => mark.startTime))");
    }

    /// <summary>How many readings the windows of the chart hold together, by the answer that the page was given.</summary>
    private static Task<int> CountAsync(IPage page) => page.EvaluateAsync<int>(
        """
        async () => {
            const from = new URLSearchParams(location.search).get('from'), to = new URLSearchParams(location.search).get('to');
            const answers = await (await fetch(`/api/v1/samples?series=1&from=${from}&to=${to}&points=1000`)).json();
            return answers[0].count.reduce((sum, count) => sum + count, 0);
        }
        """);

    private static async Task<double> ZoomAsync(IPage page)
    {
        await Chart(page).FocusAsync();
        string before = await Chart(page).GetAttributeAsync("aria-label") ?? "";
        await page.EvaluateAsync("() => { performance.clearMarks('chart'); window.pressed = performance.now(); }");
        await page.Keyboard.PressAsync("+");
        await Expect(Chart(page)).Not.ToHaveAttributeAsync("aria-label", before);
        return await page.EvaluateAsync<double>("() => performance.getEntriesByName('chart').at(-1).startTime - window.pressed");
    }

    private static async Task<long> FillAsync(BarographServer server)
    {
        string token = await server.AddDeviceAsync("board", "--location", "desk");
        long last = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - 60;
        StringBuilder text = new();
        for (int i = 0; i < Samples; i += AtOnce)
        {
            text.Clear().Append('[');
            for (int k = i; k < i + AtOnce; k++)
            {
                long time = last - (long)(Samples - 1 - k) * Cadence;
                text.Append(CultureInfo.InvariantCulture, $"{(k == i ? "" : ",")}{{\"time\":{time},\"temperature\":{20 + Math.Round(5 * Math.Sin(time / 13_750.0), 2)}}}");
            }
            RawAnswer answer = await server.Api(token).ReportAsync(text.Append(']').ToString());
            Assert.True(answer.Status == 200, answer.ToString());
        }
        return last;
    }
}
