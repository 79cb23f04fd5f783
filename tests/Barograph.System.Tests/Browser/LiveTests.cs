using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Barograph.SystemTests.Browser;

/// <summary>Pages follow what is committed, without being loaded again.</summary>
[Trait("Category", "Slow")]
public sealed class LiveTests
{
    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task New_readings_series_and_late_ones_appear_by_themselves(Engine engine)
    {
        await using BarographServer server = await BarographServer.StartAsync(await Place.MakeAsync(engine));
        await Owner.SetUpAsync(server);
        ServerApi board = server.Api(await server.AddDeviceAsync("board", "--location", "attic"));
        long now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        await ReportAsync(board, now - 600, 20);
        await using Window window = await Window.OpenSignedInAsync(server);
        IPage page = window.Page;
        await Expect(page.Locator("li.card")).ToContainTextAsync("20.0");
        await page.EvaluateAsync("() => { window.sameDocument = true; }");

        await ReportAsync(board, now - 300, 25.5);
        await Expect(page.Locator("li.card")).ToContainTextAsync("25.5");
        await board.ReportAsync("""{"wetness":1}""");
        await Expect(page.Locator("li.card")).ToContainTextAsync("Wetness");
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Wet: attic");

        await page.GetByRole(AriaRole.Link, new() { Name = "attic" }).First.ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "1h" }).ClickAsync();
        await Expect(Chart(page, 2)).ToBeVisibleAsync();
        await ReportAsync(board, now - 1, 30.25);
        await Expect(Chart(page, 3)).ToBeVisibleAsync();
        // Late: before readings that are on the chart.
        await ReportAsync(board, now - 500, 22);
        await Expect(Chart(page, 4)).ToBeVisibleAsync();

        Assert.True(await page.EvaluateAsync<bool>("() => window.sameDocument === true"));
        window.AssertClean();
    }

    private static ILocator Chart(IPage page, int readings) => page.GetByRole(AriaRole.Img, new() { NameRegex = new Regex($"^Temperature: {readings} readings") });

    private static async Task ReportAsync(ServerApi board, long time, double value) =>
        Assert.Equal(200, (await board.ReportAsync(FormattableString.Invariant($$$"""{"time":{{{time}}},"values":{"temperature":{{{value}}}},"units":{"temperature":"Cel"}}"""))).Status);
}
