using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace Barograph.SystemTests.Browser;

/// <summary>
/// A person's browser window on a server. It keeps what went wrong in it: errors of the page, refusals of its policy, and requests to anybody else.
/// </summary>
public sealed class Window : IAsyncDisposable
{
    private static readonly string Axe = File.ReadAllText(Path.Combine(Repository.Root, "web", "node_modules", "axe-core", "axe.min.js"));
    private static readonly string Pictures = Directory.CreateDirectory(Path.Combine(Repository.Root, "artifacts", "screenshots")).FullName;

    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _faults = new();

    private Window(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
    }

    public IPage Page { get; }

    public static async Task<Window> OpenAsync(BarographServer server, int width = 1280, int height = 900, ColorScheme scheme = ColorScheme.Light)
    {
        IBrowser browser = await Chromium.GetAsync();
        IBrowserContext context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = server.BaseAddress,
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ColorScheme = scheme,
            Locale = "en-GB",
            TimezoneId = "Europe/Berlin",
            HasTouch = width < 600,
        });
        context.SetDefaultTimeout((float)Patience.Limit.TotalMilliseconds);
        // The pages ask for alerts every five seconds, which is also how long an expectation would wait.
        Assertions.SetDefaultExpectTimeout((float)Patience.Limit.TotalMilliseconds);
        Window window = new(context, await context.NewPageAsync());
        window.Watch(new Uri(server.BaseAddress));
        return window;
    }

    /// <summary>Signed in as the owner of a server that <see cref="Owner.SetUpAsync"/> has set up.</summary>
    public static async Task<Window> OpenSignedInAsync(BarographServer server, int width = 1280, int height = 900, ColorScheme scheme = ColorScheme.Light)
    {
        Window window = await OpenAsync(server, width, height, scheme);
        await window.SignInAsync(Owner.Name, Owner.Password);
        return window;
    }

    public async Task SignInAsync(string name, string password)
    {
        await Page.GotoAsync("/signin");
        await Page.GetByLabel("Name").FillAsync(name);
        await Page.GetByLabel("Password").FillAsync(password);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
    }

    /// <summary>Nothing went wrong in the page since it was opened.</summary>
    public void AssertClean() => Assert.True(_faults.IsEmpty, string.Join('\n', _faults));

    /// <summary>WCAG 2.2 AA, as far as a program can tell.</summary>
    public async Task AssertAccessibleAsync()
    {
        await Page.EvaluateAsync(Axe);
        string[] violations = await Page.EvaluateAsync<string[]>(
            """
            () => axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] })
                .then(found => found.violations.map(one => `${one.id}: ${one.nodes.map(node => node.html.slice(0, 200)).join(' | ')}`))
            """);
        Assert.True(violations.Length == 0, $"{Page.Url}\n{string.Join('\n', violations)}");
    }

    /// <summary>Writes a picture of the page for people to look at.</summary>
    public Task PictureAsync(string name) => Page.ScreenshotAsync(new() { Path = Path.Combine(Pictures, name + ".png") });

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();

    private void Watch(Uri server)
    {
        Page.PageError += (_, error) => _faults.Enqueue("error in the page: " + error);
        Page.Console += (_, message) =>
        {
            // A refused request is said by the page itself, and some tests ask for one.
            if (message.Type == "error" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal))
                _faults.Enqueue("console: " + message.Text);
        };
        Page.Request += (_, request) =>
        {
            Uri uri = new(request.Url);
            if (uri.Scheme is "http" or "https" && uri.Authority != server.Authority)
                _faults.Enqueue("request to somebody else: " + request.Url);
        };
    }
}
