using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Barograph.SystemTests.Browser;

/// <summary>Boards are kept by the mouse alone.</summary>
[Trait("Category", "Slow")]
public sealed class BoardsTests
{
    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task A_board_is_replaced_rotated_and_revoked(Engine engine)
    {
        await using BarographServer server = await BarographServer.StartAsync(await Place.MakeAsync(engine));
        await Owner.SetUpAsync(server);
        ServerApi old = server.Api(await server.AddDeviceAsync("esp32", "--location", "desk"));
        Assert.Equal(200, (await old.ReportAsync("""{"temperature":20}""")).Status);
        await old.ReportAsync("""{"temperature":"warm"}""");
        await using Window window = await Window.OpenSignedInAsync(server);
        IPage page = window.Page;

        await page.GotoAsync("/boards");
        await page.GetByRole(AriaRole.Link, new() { Name = "esp32" }).ClickAsync();
        // Rejections are written down every ten seconds.
        await Expect(page.GetByText("Rejected, the last 1")).ToBeVisibleAsync(new() { Timeout = (float)Patience.Limit.TotalMilliseconds });
        await ConfirmAsync(page, "Replace by a new board");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "esp32-2 takes over" })).ToBeVisibleAsync();
        string token = await page.Locator(".token code").InnerTextAsync();
        Assert.Equal(200, (await server.Api(token).ReportAsync("""{"temperature":21}""")).Status);
        await Patience.UntilAsync("the old board is refused", async () => (await old.ReportAsync("""{"temperature":9}""")).Status == 401);

        await page.GotoAsync("/location/desk?range=1h");
        await Expect(page.Locator(".chart").First).ToHaveAttributeAsync("aria-label", new System.Text.RegularExpressions.Regex("Board esp32-2 took over at "));

        await page.GotoAsync("/boards/esp32-2");
        await ConfirmAsync(page, "New token");
        string rotated = await page.Locator(".token code").InnerTextAsync();
        Assert.Equal((200, 200), ((await server.Api(token).ReportAsync("""{"temperature":22}""")).Status, (await server.Api(rotated).ReportAsync("""{"temperature":23}""")).Status));

        await page.GotoAsync("/boards/esp32-2");
        await page.GetByRole(AriaRole.Button, new() { Name = "Revoke" }).First.ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Revoke" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/boards$"));
        await Patience.UntilAsync("the board is refused", async () => (await server.Api(rotated).ReportAsync("""{"temperature":9}""")).Status == 401);
        window.AssertClean();
    }

    private static async Task ConfirmAsync(IPage page, string what)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = what }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = what }).ClickAsync();
    }
}
