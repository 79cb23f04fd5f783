using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Barograph.SystemTests.Browser;

/// <summary>What a person does with charts.</summary>
[Trait("Category", "Slow")]
public sealed class ChartTests(FilledServer filled) : IClassFixture<FilledServer>
{
    private static readonly Regex FixedSpan = new(@"[?&]from=(\d+)[.\d]*&to=(\d+)");

    [Fact]
    public async Task A_drag_zooms_all_charts_and_the_address_holds_it()
    {
        await using Window window = await Window.OpenSignedInAsync(filled.Server);
        IPage page = window.Page;
        await page.GotoAsync("/location/desk");
        await Expect(Chart(page, "Temperature")).ToBeVisibleAsync();
        string before = await Chart(page, "Humidity").GetAttributeAsync("aria-label") ?? "";

        await DragAsync(page, Chart(page, "Temperature"), 0.6, 0.8);

        await Expect(page).ToHaveURLAsync(FixedSpan);
        await Expect(Chart(page, "Humidity")).Not.ToHaveAttributeAsync("aria-label", before);
        (long from, long to) = SpanOf(page);
        Assert.InRange(to - from, 3 * 3600, 7 * 3600);
        string label = await Chart(page, "Temperature").GetAttributeAsync("aria-label") ?? "";
        await page.ReloadAsync();
        await Expect(page.GetByRole(AriaRole.Img, new() { Name = label })).ToBeVisibleAsync();
        window.AssertClean();
    }

    [Fact]
    public async Task Keys_move_and_zoom_the_chart_that_has_the_focus()
    {
        await using Window window = await Window.OpenSignedInAsync(filled.Server);
        IPage page = window.Page;
        await page.GotoAsync("/location/desk?range=6h");
        await Expect(Chart(page, "Temperature")).ToBeVisibleAsync();
        await Chart(page, "Temperature").FocusAsync();

        await page.Keyboard.PressAsync("+");
        await Expect(page).ToHaveURLAsync(FixedSpan);
        Assert.InRange(SpanOf(page).To - SpanOf(page).From, 3 * 3600 - 2, 3 * 3600 + 2);
        long before = SpanOf(page).From;
        await page.Keyboard.PressAsync("ArrowLeft");
        await Patience.UntilAsync("the time has moved", () => SpanOf(page).From < before);
        Assert.InRange(before - SpanOf(page).From, 2100, 2220);
        window.AssertClean();
    }

    [Fact]
    public async Task Fingers_and_wheel_move_the_time()
    {
        await using Window window = await Window.OpenSignedInAsync(filled.Server);
        IPage page = window.Page;
        await page.GotoAsync("/location/desk?range=6h");
        ILocator plot = page.Locator(".u-over").First;
        await Expect(plot).ToBeVisibleAsync();
        await plot.HoverAsync();

        await page.Keyboard.DownAsync("Control");
        await page.Mouse.WheelAsync(0, -100);
        await page.Keyboard.UpAsync("Control");
        await Expect(page).ToHaveURLAsync(FixedSpan);
        Assert.InRange(SpanOf(page).To - SpanOf(page).From, 3600, 6 * 3600 - 1);
        (long from, long to) = SpanOf(page);
        await plot.EvaluateAsync(
            """
            plot => {
                const box = plot.getBoundingClientRect(), touch = (type, x) => plot.dispatchEvent(
                    new PointerEvent(type, { pointerType: 'touch', pointerId: 7, clientX: box.left + box.width * x, clientY: box.top + 20, bubbles: true }));
                touch('pointerdown', 0.25);
                touch('pointermove', 0.75);
                touch('pointerup', 0.75);
            }
            """);
        await Patience.UntilAsync("the time has moved", () => SpanOf(page).From < from);
        Assert.InRange(from - SpanOf(page).From, (to - from) / 2 - 2, (to - from) / 2 + 2);
        window.AssertClean();
    }

    [Fact]
    public async Task A_link_to_a_comparison_shows_the_same_comparison()
    {
        await using Window window = await Window.OpenSignedInAsync(filled.Server);
        IPage page = window.Page;
        await page.GotoAsync("/compare");
        await page.GetByRole(AriaRole.Button, new() { Name = "desk temperature" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "desk humidity" }).ClickAsync();
        await page.GetByLabel("Lay an earlier time of desk temperature over it").SelectOptionAsync("1d");
        await page.GetByLabel("Unit of temperature").SelectOptionAsync("degF");
        await page.GetByRole(AriaRole.Button, new() { Name = "24h" }).ClickAsync();
        await Expect(page.Locator(".legend li")).ToHaveCountAsync(3);
        string address = page.Url;

        await page.GotoAsync("/boards");
        await page.GotoAsync(address);

        await Expect(page.Locator(".legend li")).ToHaveCountAsync(3);
        await Expect(page.Locator(".legend")).ToContainTextAsync("desk temperature, the day before");
        await Expect(page.GetByLabel("Unit of temperature")).ToHaveValueAsync("degF");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "24h" })).ToHaveAttributeAsync("aria-pressed", "true");
        window.AssertClean();
    }

    [Fact]
    public async Task What_is_seen_is_taken_away_as_a_picture_and_as_a_file()
    {
        await using Window window = await Window.OpenSignedInAsync(filled.Server);
        IPage page = window.Page;
        await page.GotoAsync("/location/desk?range=1h");
        await Expect(Chart(page, "Pressure")).ToBeVisibleAsync();

        IDownload picture = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Button, new() { Name = "PNG" }).ClickAsync());
        byte[] png = await File.ReadAllBytesAsync(await picture.PathAsync(), TestContext.Current.CancellationToken);
        Assert.Equal("desk.png", picture.SuggestedFilename);
        Assert.Equal("\u0089PNG", string.Concat(png[..4].Select(b => (char)b)));
        IDownload file = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "CSV" }).ClickAsync());
        string[] lines = await File.ReadAllLinesAsync(await file.PathAsync(), TestContext.Current.CancellationToken);
        Assert.Equal("time,location,metric,unit,value", lines[0]);
        Assert.InRange(lines.Length - 1, 3 * 57, 3 * 61);
        window.AssertClean();
    }

    [Fact]
    public async Task Behind_each_chart_stands_a_table()
    {
        await using Window window = await Window.OpenSignedInAsync(filled.Server);
        IPage page = window.Page;
        await page.GotoAsync("/location/desk?range=1h");
        ILocator panel = page.Locator(".panel", new() { Has = page.GetByRole(AriaRole.Heading, new() { Name = "Humidity" }) });

        await panel.GetByText("As a table").ClickAsync();

        await Expect(panel.GetByRole(AriaRole.Row)).Not.ToHaveCountAsync(0);
        Assert.InRange(await panel.GetByRole(AriaRole.Row).CountAsync(), 50, 70);
        window.AssertClean();
    }

    [Fact]
    public async Task A_gap_is_left_white()
    {
        await using Window window = await Window.OpenSignedInAsync(filled.Server);
        IPage page = window.Page;
        long now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        await page.GotoAsync(string.Create(CultureInfo.InvariantCulture, $"/location/desk?from={now - 28 * 3600}&to={now - 22 * 3600}"));
        await Expect(Chart(page, "Temperature")).ToHaveAttributeAsync("aria-label", new Regex("readings|windows"));

        // Columns of the picture that hold a pixel of the line's colour, in tenths of the width. The gap lies between 28-26=2/6 and 28-24=4/6.
        int[] tenths = await page.Locator(".panel canvas").First.EvaluateAsync<int[]>(
            """
            canvas => {
                const pen = canvas.getContext('2d'), scale = devicePixelRatio, left = 64 * scale, right = canvas.width - 12 * scale;
                const found = Array(12).fill(0);
                const { data } = pen.getImageData(0, 0, canvas.width, canvas.height);
                for (let x = left; x < right; x++)
                    for (let y = 0; y < canvas.height; y++) {
                        const i = 4 * (y * canvas.width + x);
                        if (data[i + 3] > 200 && data[i] > 150 && data[i + 1] < 130 && data[i + 2] < 60) { found[Math.floor(12 * (x - left) / (right - left))]++; break; }
                    }
                return found;
            }
            """);
        Assert.All(tenths[..3], count => Assert.NotEqual(0, count));
        Assert.All(tenths[5..7], count => Assert.Equal(0, count));
        Assert.All(tenths[9..], count => Assert.NotEqual(0, count));
        window.AssertClean();
    }

    private static ILocator Chart(IPage page, string metric) => page.GetByRole(AriaRole.Img, new() { NameRegex = new Regex($"^{metric}: ") });

    private static (long From, long To) SpanOf(IPage page)
    {
        Match match = FixedSpan.Match(page.Url);
        return match.Success
            ? (long.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture), long.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture))
            : (long.MaxValue, long.MaxValue);
    }

    private static async Task DragAsync(IPage page, ILocator chart, double from, double to)
    {
        LocatorBoundingBoxResult box = (await chart.Locator(".u-over").BoundingBoxAsync())!;
        float y = box.Y + box.Height / 2;
        await page.Mouse.MoveAsync(box.X + (float)(box.Width * from), y);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(box.X + (float)(box.Width * (from + to) / 2), y);
        await page.Mouse.MoveAsync(box.X + (float)(box.Width * to), y);
        await page.Mouse.UpAsync();
    }
}
