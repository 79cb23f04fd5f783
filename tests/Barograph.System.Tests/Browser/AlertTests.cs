using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Barograph.SystemTests.Browser;

/// <summary>From a sentence to the chart of the moment, as a person does it.</summary>
[Trait("Category", "Slow")]
public sealed class AlertTests
{
    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task A_rule_is_said_as_a_sentence_fires_is_known_muted_and_seen_on_its_chart(Engine engine)
    {
        await using BarographServer server = await BarographServer.StartAsync(await Place.MakeAsync(engine));
        await Owner.SetUpAsync(server);
        ServerApi board = server.Api(await server.AddDeviceAsync("board", "--location", "basement"));
        await ReportAsync(board, """{"level":1}""");
        await using Window window = await Window.OpenSignedInAsync(server);
        IPage page = window.Page;
        await page.EvaluateAsync("() => { window.sameDocument = true; }");

        await page.GetByRole(AriaRole.Link, new() { Name = "Alerts" }).ClickAsync();
        await Expect(page.GetByText("All is well.")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Rules", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "New rule" }).ClickAsync();
        await page.GetByLabel("Location", new() { Exact = true }).FillAsync("basement");
        await page.GetByLabel("Metric", new() { Exact = true }).FillAsync("level");
        await page.GetByLabel("Bound", new() { Exact = true }).FillAsync("5,5");
        await page.GetByLabel("Tell me again").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Try it") }).ClickAsync();
        await Expect(page.GetByText("It would not have told you anything")).ToBeVisibleAsync();
        await window.PictureAsync($"alert-sentence-{engine}");
        await window.AssertAccessibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save the rule" }).ClickAsync();
        await Expect(page.GetByText("Tell me when basement level is above 5.5, again every 15 min until somebody knows.")).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "Now", Exact = true }).ClickAsync();
        await ReportAsync(board, """{"level":8}""");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "basement level" })).ToBeVisibleAsync();
        await Expect(page.Locator(".bar .count")).ToHaveTextAsync("1");
        await window.PictureAsync($"alert-firing-{engine}");
        await window.AssertAccessibleAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "I know about basement level" }).ClickAsync();
        await Expect(page.GetByText($"{Owner.Name} knows, since ")).ToBeVisibleAsync();
        await Expect(page.Locator(".bar .count")).ToHaveCountAsync(0);

        await page.Locator(".alarm summary").ClickAsync();
        await page.GetByLabel("Why").FillAsync("The floor is being washed");
        await window.PictureAsync($"alert-mute-{engine}");
        await window.AssertAccessibleAsync();
        await page.Locator(".alarm form").GetByRole(AriaRole.Button, new() { Name = "Mute" }).ClickAsync();
        await Expect(page.GetByText("Muted: nobody is told.")).ToBeVisibleAsync();
        await Expect(page.GetByText("The floor is being washed")).ToBeVisibleAsync();

        await ReportAsync(board, """{"level":1}""");
        await Expect(page.GetByText("All is well.")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "History", Exact = true }).ClickAsync();
        await page.Locator(".episodes summary").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Img, new() { NameRegex = new("^Level: 3 readings.* Marked: it fired from ") })).ToBeVisibleAsync();
        await Expect(page.GetByText("It began with 8.")).ToBeVisibleAsync();
        await window.PictureAsync($"alert-moment-{engine}");
        await window.AssertAccessibleAsync();
        Assert.True(await page.EvaluateAsync<bool>("() => window.sameDocument === true"));
        window.AssertClean();
    }

    [Fact]
    public async Task Water_is_told_on_the_card_and_by_the_browser_only_after_somebody_asked_for_it()
    {
        await using BarographServer server = await BarographServer.StartAsync(await Place.MakeAsync(Engine.Sqlite));
        await Owner.SetUpAsync(server);
        ServerApi board = server.Api(await server.AddDeviceAsync("board", "--any-location"));
        await ReportAsync(board, """{"location":"basement","wetness":0}""");
        await using Window window = await Window.OpenSignedInAsync(server);
        IPage page = window.Page;
        await page.AddInitScriptAsync(
            """
            window.asked = 0;
            window.told = [];
            window.Notification = class {
                static permission = 'default';
                static async requestPermission() { window.asked++; return Notification.permission = 'granted'; }
                constructor(title, { body }) { window.told.push(title + ' ' + body); }
                close() {}
            };
            """);
        await page.GotoAsync("/alerts");
        await Expect(page.GetByText("Water would be shown here, and nobody called.")).ToBeVisibleAsync();
        Assert.Equal(0, await page.EvaluateAsync<int>("() => window.asked"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Notify me here" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Switch it off" })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Readings" }).ClickAsync();
        await Expect(page.Locator("li.card .pill.dry")).ToBeVisibleAsync();

        await ReportAsync(board, """{"location":"basement","wetness":1}""");

        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Wet: basement");
        await Expect(page.Locator("li.card .firing")).ToContainTextAsync("wetness above 0.5");
        await window.PictureAsync("alert-card");
        await window.AssertAccessibleAsync();
        Assert.Equal(["basement: Wetness above 0.5"], await page.EvaluateAsync<string[]>("() => window.told"));
        Assert.Equal(1, await page.EvaluateAsync<int>("() => window.asked"));
        window.AssertClean();
    }

    [Fact]
    public async Task A_target_is_added_and_a_test_that_does_not_arrive_is_red_on_the_overview()
    {
        await using BarographServer server = await BarographServer.StartAsync(await Place.MakeAsync(Engine.Sqlite));
        await Owner.SetUpAsync(server);
        ServerApi board = server.Api(await server.AddDeviceAsync("board", "--any-location"));
        await ReportAsync(board, """{"location":"basement","wetness":0}""");
        await using Window window = await Window.OpenSignedInAsync(server);
        IPage page = window.Page;
        await page.GotoAsync("/alerts/targets");
        await page.GetByLabel("How").SelectOptionAsync("webhook");
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("nowhere");
        await page.GetByLabel("Address", new() { Exact = true }).FillAsync("http://127.0.0.1:9/");
        await page.GetByLabel("It may lie in my own network").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Add", Exact = true }).ClickAsync();
        await Expect(page.GetByText("shown this once")).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Send a test" }).ClickAsync();

        await Expect(page.Locator(".rules .bad")).ToContainTextAsync("Did not arrive");
        await window.PictureAsync("alert-target");
        await window.AssertAccessibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Readings" }).ClickAsync();
        await Expect(page.GetByText("The last notice to one target did not arrive.")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "See why" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("/alerts/targets$"));
        window.AssertClean();
    }

    [Fact]
    public async Task A_hostile_name_and_reason_are_text_on_the_pages_of_alerts()
    {
        await using BarographServer server = await BarographServer.StartAsync(await Place.MakeAsync(Engine.Sqlite));
        await Owner.SetUpAsync(server);
        ServerApi board = server.Api(await server.AddDeviceAsync("board", "--any-location"));
        await ReportAsync(board, $$"""{"location":"{{House.Hostile.Replace("\"", "\\\"", StringComparison.Ordinal)}}","wetness":1}""");
        await using Window window = await Window.OpenSignedInAsync(server);
        IPage page = window.Page;
        await page.GotoAsync("/alerts");
        await Expect(page.Locator(".alarm h2")).ToHaveTextAsync(House.Hostile + " wetness");
        await page.Locator(".alarm summary").ClickAsync();
        await page.GetByLabel("Why").FillAsync(House.Hostile);
        await page.Locator(".alarm form").GetByRole(AriaRole.Button, new() { Name = "Mute" }).ClickAsync();
        await Expect(page.GetByText("Muted: nobody is told.")).ToBeVisibleAsync();

        foreach (string path in (string[])["/alerts", "/alerts/history", "/alerts/rules", "/"])
        {
            await page.GotoAsync(path);
            await Expect(page.Locator("main h1")).ToBeVisibleAsync();
            await Expect(page.Locator("[aria-busy=true]")).ToHaveCountAsync(0);
            if (path != "/alerts/rules")
                await Expect(page.GetByText(House.Hostile).Locator("visible=true").First).ToBeVisibleAsync();
            Assert.Equal(0, await page.Locator("img[src=x]").CountAsync());
        }
        window.AssertClean();
    }

    private static async Task ReportAsync(ServerApi board, string json)
    {
        RawAnswer answer = await board.ReportAsync(json);
        Assert.True(answer.Status == 200, answer.ToString());
    }
}
