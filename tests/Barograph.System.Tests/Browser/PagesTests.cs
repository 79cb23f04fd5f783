using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Barograph.SystemTests.Browser;

/// <summary>Every page in both themes, on a desk and on a phone: accessible, without an error, and asking nobody else; a picture of each.</summary>
[Trait("Category", "Slow")]
public sealed class PagesTests(FilledServer filled) : IClassFixture<FilledServer>
{
    public static readonly TheoryData<string, string> Pages = new()
    {
        { "overview", "/" },
        { "location", "/location/desk" },
        { "location-week", "/location/garden/roof?range=7d" },
        { "compare", "/compare?s=desk:temperature&s=desk:temperature~1d&s=desk:humidity&range=24h" },
        { "compare-empty", "/compare" },
        { "alerts", "/alerts" },
        { "alert-history", "/alerts/history" },
        { "rules", "/alerts/rules" },
        { "targets", "/alerts/targets" },
        { "boards", "/boards" },
        { "board", "/boards/gateway" },
        { "settings", "/settings" },
        { "add", "/add" },
        { "nothing", "/location/nowhere" },
        { "hostile", "/location/" + Uri.EscapeDataString(House.Hostile) },
    };

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Pages_are_sound_in_both_themes_and_widths(string name, string path)
    {
        foreach ((int width, int height) in ((int, int)[])[(1280, 900), (390, 844)])
            foreach (ColorScheme scheme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
            {
                await using Window window = await Window.OpenSignedInAsync(filled.Server, width, height, scheme);
                await window.Page.GotoAsync(path);
                await Expect(window.Page.Locator("main h1")).ToBeVisibleAsync();
                await Expect(window.Page.Locator("[aria-busy=true]")).ToHaveCountAsync(0);
                if (path == "/")
                    await Expect(window.Page.Locator(".spark path").First).ToBeAttachedAsync();
                await window.PictureAsync($"{name}-{(width < 600 ? "phone" : "desk")}-{scheme.ToString().ToLowerInvariant()}");
                await window.AssertAccessibleAsync();
                Assert.True(await window.Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth"), $"{path} is wider than a window of {width}");
                window.AssertClean();
            }
    }

    [Theory]
    [InlineData("/signin")]
    [InlineData("/docs")]
    public async Task The_servers_own_pages_are_sound(string path)
    {
        foreach (ColorScheme scheme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
        {
            await using Window window = await Window.OpenAsync(filled.Server, 390, 844, scheme);
            await window.Page.GotoAsync(path);
            await window.PictureAsync($"{path.Trim('/')}-phone-{scheme.ToString().ToLowerInvariant()}");
            await window.AssertAccessibleAsync();
            window.AssertClean();
        }
    }

    [Fact]
    public async Task A_hostile_name_is_text_on_every_page()
    {
        await using Window window = await Window.OpenSignedInAsync(filled.Server);
        IPage page = window.Page;
        string encoded = Uri.EscapeDataString(House.Hostile);
        foreach (string path in (string[])["/", "/location/" + encoded, $"/compare?s={encoded}:temperature", "/boards", "/add"])
        {
            await page.GotoAsync(path);
            await Expect(page.Locator("main h1")).ToBeVisibleAsync();
            if (path is not ("/boards" or "/add"))
                await Expect(page.GetByText(House.Hostile).First).ToBeVisibleAsync();
            Assert.Equal(0, await page.Locator("img[src=x]").CountAsync());
        }
        window.AssertClean();
    }
}
