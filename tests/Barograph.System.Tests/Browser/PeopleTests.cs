using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Barograph.SystemTests.Browser;

/// <summary>Who may look and who may change, seen from the browser.</summary>
[Trait("Category", "Slow")]
public sealed class PeopleTests
{
    [Fact]
    public async Task Guesses_are_slowed_down_and_the_owner_comes_in_all_the_same()
    {
        await using BarographServer server = await BarographServer.StartAsync(await Place.MakeAsync(Engine.Sqlite));
        await Owner.SetUpAsync(server);
        await using Window window = await Window.OpenAsync(server);
        IPage page = window.Page;
        int refused = 0;
        // A program guesses beside the browser, which would not make its 20 a minute on a busy machine; a new minute may begin in between.
        for (int minute = 0; minute < 3 && refused != 429; minute++)
        {
            for (int guess = 0; guess <= 20; guess++)
                await Owner.PostFormAsync(server, "/signin", $"name={Owner.Name}&password=guess+number+{guess}");
            Task<IResponse> answer = page.WaitForResponseAsync(response => response.Request.Method == "POST");
            await window.SignInAsync(Owner.Name, "the last guess");
            refused = (await answer).Status;
        }

        Assert.Equal(429, refused);
        await Expect(page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await window.SignInAsync(Owner.Name, Owner.Password);
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Add your first board" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_guest_looks_and_is_offered_no_change_and_the_public_switch_opens_and_closes()
    {
        await using BarographServer server = await BarographServer.StartAsync(await Place.MakeAsync(Engine.Sqlite));
        await Owner.SetUpAsync(server);
        await House.FillAsync(server);
        await using Window owner = await Window.OpenSignedInAsync(server);
        await owner.Page.GotoAsync("/settings");
        ILocator people = owner.Page.Locator("section", new() { Has = owner.Page.GetByRole(AriaRole.Heading, new() { Name = "People" }) });
        await people.GetByLabel("Name").FillAsync("guest");
        await people.GetByRole(AriaRole.Button, new() { Name = "Add" }).ClickAsync();
        string password = await people.Locator(".hint code").InnerTextAsync();

        await using Window guest = await Window.OpenAsync(server);
        await guest.SignInAsync("guest", password);
        await Expect(guest.Page.Locator("li.card").First).ToBeVisibleAsync();
        await Expect(guest.Page.GetByRole(AriaRole.Link, new() { Name = "Add a board" })).ToHaveCountAsync(0);
        await guest.Page.GotoAsync("/boards/gateway");
        await Expect(guest.Page.GetByRole(AriaRole.Heading, new() { Name = "gateway" })).ToBeVisibleAsync();
        await Expect(guest.Page.GetByRole(AriaRole.Button, new() { Name = "Revoke" })).ToHaveCountAsync(0);
        await guest.Page.GotoAsync("/settings");
        await Expect(guest.Page.GetByRole(AriaRole.Heading, new() { Name = "Your password" })).ToBeVisibleAsync();
        await Expect(guest.Page.GetByRole(AriaRole.Heading, new() { Name = "People" })).ToHaveCountAsync(0);

        await owner.Page.GetByLabel("Everybody who reaches this address").ClickAsync();
        await Expect(owner.Page.GetByText("Open: everybody")).ToBeVisibleAsync();
        await using Window stranger = await Window.OpenAsync(server);
        await stranger.Page.GotoAsync("/location/desk");
        await Expect(stranger.Page.GetByRole(AriaRole.Img, new() { NameRegex = new("^Temperature: ") })).ToBeVisibleAsync();
        await Expect(stranger.Page.GetByRole(AriaRole.Link, new() { Name = "Settings" })).ToHaveCountAsync(0);
        await stranger.AssertAccessibleAsync();
        stranger.AssertClean();
        await owner.Page.GetByLabel("Everybody who reaches this address").ClickAsync();
        await Expect(owner.Page.GetByText("Closed: only those")).ToBeVisibleAsync();
        await stranger.Page.ReloadAsync();
        await Expect(stranger.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" })).ToBeVisibleAsync();
        guest.AssertClean();
        owner.AssertClean();
    }

    [Fact]
    public async Task Units_are_shown_as_the_household_wishes_and_stored_as_sent()
    {
        await using BarographServer server = await BarographServer.StartAsync(await Place.MakeAsync(Engine.Sqlite));
        await Owner.SetUpAsync(server);
        ServerApi board = server.Api(await server.AddDeviceAsync("board", "--location", "desk"));
        await board.ReportAsync("""{"values":{"temperature":20},"units":{"temperature":"Cel"}}""");
        await using Window window = await Window.OpenSignedInAsync(server);
        IPage page = window.Page;
        await page.GotoAsync("/settings");

        await page.GetByLabel("Temperature").SelectOptionAsync("degF");
        await Expect(page.GetByText("Saved.")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Readings" }).ClickAsync();

        await Expect(page.Locator("li.card")).ToContainTextAsync("68.0");
        await Expect(page.Locator("li.card")).ToContainTextAsync("°F");
        ServerApi reader = server.Api(await server.AddTokenAsync("reader", "read"));
        Assert.Equal(["temperature=20 Cel"], await reader.LatestAsync("desk"));
        window.AssertClean();
    }
}
