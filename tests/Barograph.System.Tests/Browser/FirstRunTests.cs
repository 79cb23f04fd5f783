using System.Diagnostics;
using System.Text.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Barograph.SystemTests.Browser;

/// <summary>From nothing to one's own chart in three steps: password, board, paste.</summary>
[Trait("Category", "Slow")]
public sealed class FirstRunTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task Three_steps_lead_from_a_new_server_to_the_first_chart(Engine engine)
    {
        await using BarographServer server = await BarographServer.StartAsync(await Place.MakeAsync(engine));
        await using Window window = await Window.OpenAsync(server);
        IPage page = window.Page;
        var watch = Stopwatch.StartNew();

        // 1: the set-up link
        await page.GotoAsync(Owner.SetUpPath(server));
        await page.GetByLabel("Password").FillAsync(Owner.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Set password" }).ClickAsync();

        // 2: the first board
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Add your first board" })).ToBeVisibleAsync();
        await window.AssertAccessibleAsync();
        await page.GetByLabel("Name").FillAsync("esp32");
        await page.GetByLabel("Location").FillAsync("attic/left");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add the board" }).ClickAsync();
        await Expect(page.GetByText("Listening for its first reading at attic/left")).ToBeVisibleAsync();

        // 3: the line that the page shows, typed into a shell
        string line = await page.Locator("#snippet pre").InnerTextAsync();
        await window.PictureAsync($"first-run-{engine}");
        await window.AssertAccessibleAsync();
        Assert.Contains("\"stored\":2", await Shell.RunAsync("/bin/sh", "-c", line), StringComparison.Ordinal);
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "esp32 reports" })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Img, new() { NameRegex = new("^Temperature: 1 readings, 21.4") })).ToBeVisibleAsync();

        output.WriteLine($"{engine}: {watch.Elapsed.TotalSeconds:F1} s from the set-up link to the chart of the first reading, the test's typing included");
        await window.PictureAsync($"first-chart-{engine}");
        await page.GetByRole(AriaRole.Link, new() { Name = "all readings" }).ClickAsync();
        await Expect(page.Locator("li.card")).ToContainTextAsync("21.4");
        window.AssertClean();
    }

    [Fact]
    public async Task Every_ready_line_has_the_address_and_the_token_and_the_code_for_the_phone_is_drawn()
    {
        await using BarographServer server = await BarographServer.StartAsync(await Place.MakeAsync(Engine.Sqlite));
        await Owner.SetUpAsync(server);
        await using Window window = await Window.OpenSignedInAsync(server);
        IPage page = window.Page;
        await page.GetByLabel("Name").FillAsync("esp8266");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add the board" }).ClickAsync();
        string token = await page.Locator(".token code").InnerTextAsync();

        foreach (string way in (string[])["curl", "MicroPython", "Arduino", "ESPHome", "Tasmota"])
        {
            await page.GetByRole(AriaRole.Tab, new() { Name = way }).ClickAsync();
            string text = await page.Locator("#snippet pre").InnerTextAsync();
            Assert.Contains(server.BaseAddress + "/api/v1/reports", text, StringComparison.Ordinal);
            Assert.Contains("Bearer " + token, text, StringComparison.Ordinal);
        }
        await page.GetByText("For a phone").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Img, new() { Name = "Address and token as a QR code" })).ToBeVisibleAsync();
        window.AssertClean();
    }

    [Fact]
    public async Task Without_hardware_the_page_plays_a_board()
    {
        await using BarographServer server = await BarographServer.StartAsync(await Place.MakeAsync(Engine.Sqlite));
        await Owner.SetUpAsync(server);
        await using Window window = await Window.OpenSignedInAsync(server);
        IPage page = window.Page;

        await page.GetByRole(AriaRole.Button, new() { Name = "Simulate a board" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "simulated reports" })).ToBeVisibleAsync();
        await Expect(page.Locator(".panel")).ToHaveCountAsync(3);
        ServerApi reader = server.Api(await server.AddTokenAsync("reader", "read"));
        int first = (await reader.ValuesAsync("simulated", "temperature")).Count;
        Assert.InRange(first, 150, 250);
        await Patience.UntilAsync("it goes on reporting", async () => (await reader.ValuesAsync("simulated", "temperature")).Count > first + 1);
        JsonElement device = (await reader.GetAsync("/api/v1/devices")).Json.EnumerateArray().Single(one => one.GetProperty("name").GetString() == "simulated");
        Assert.Equal("simulated", device.GetProperty("location").GetString());
        window.AssertClean();
    }
}
