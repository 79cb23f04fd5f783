using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Barograph.SystemTests.OpenApi;

/// <summary><c>/docs</c>: it shows everything, its examples work, and a browser loads it from nowhere else.</summary>
public sealed partial class DocsPageTests
{
    [Fact]
    public async Task It_shows_every_operation_and_every_shape_without_a_script()
    {
        SharedServer shared = await SharedServers.GetAsync(Engine.Sqlite);

        RawAnswer page = await shared.Server.Api().GetAsync("/docs");

        Assert.Equal(200, page.Status);
        Assert.DoesNotContain("unsafe", page.Header("Content-Security-Policy"), StringComparison.Ordinal);
        Assert.DoesNotContain("script-src", page.Header("Content-Security-Policy"), StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page.Text, StringComparison.OrdinalIgnoreCase);
        foreach (string operation in SpokenInterface.Committed.Operations)
            Assert.Contains($"<code>{operation}</code></h3>", page.Text, StringComparison.Ordinal);
        foreach (JsonProperty shape in SpokenInterface.Committed.Document.GetProperty("components").GetProperty("schemas").EnumerateObject())
            Assert.Contains($"<h3 id=\"{shape.Name}\">", page.Text, StringComparison.Ordinal);
        foreach (Match link in Anchor().Matches(page.Text))
            Assert.Contains($"id=\"{link.Groups[1].Value}\"", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_examples_work()
    {
        // Some of them change something, so the server is nobody else's.
        await using BarographServer server = await BarographServer.StartAsync(await Place.MakeAsync(Engine.Sqlite));
        string session = (await Owner.SetUpAsync(server)).Split('=')[^1];
        string board = await server.AddDeviceAsync("esp32", "--location", "desk"), admin = await server.AddTokenAsync("admin", "admin");
        Assert.Equal(200, (await server.Api(board).ReportAsync("""{"location":"desk","temperature":21.4}""")).Status);
        string page = WebUtility.HtmlDecode((await server.Api().GetAsync("/docs")).Text).Replace("http://localhost", server.BaseAddress, StringComparison.Ordinal);
        string[] examples = [.. Example().Matches(page).Select(match => match.Groups[1].Value)];
        Assert.Equal(SpokenInterface.Committed.Operations.Count(), examples.Length);

        foreach (string example in examples)
        {
            // One example ends her, and others need her.
            if (example.Contains("/accounts/anna", StringComparison.Ordinal))
                await server.TryCommandAsync(null, "account", "add", "anna", "--role", "guest");
            bool reports = example.Contains("/reports", StringComparison.Ordinal) || example.Contains("/SQL_API", StringComparison.Ordinal);
            bool isEndless = example.Contains("/live?", StringComparison.Ordinal);
            using var curl = Shell.Start("bash", "-c", $"TOKEN={(reports ? board : admin)}; SESSION={session}; {example} --silent --show-error --fail{(isEndless ? " --max-time 1" : "")}");
            Task<string> errors = curl.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await curl.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await curl.WaitForExitAsync(TestContext.Current.CancellationToken);
            string said = await errors;
            int refusal = Refusal(example);
            // A stream is cut off by curl itself, after it has begun (28).
            Assert.True(isEndless ? curl.ExitCode == 28 && said.Contains("bytes received", StringComparison.Ordinal) : curl.ExitCode == 0 ? refusal == 0 : said.Contains($"error: {refusal}", StringComparison.Ordinal), example + "\n" + said);
        }
    }

    // What an example is refused with because what it names is somebody else's; 0: it is not.
    private static int Refusal(string example) => example switch
    {
        _ when example.Contains("/me/password", StringComparison.Ordinal) => 403,
        _ when example.Contains("-X DELETE", StringComparison.Ordinal) && example.Contains("/sessions/", StringComparison.Ordinal) => 404,
        // No alert is open; the target was removed by an example before it, and the board replaced.
        _ when example.Contains("/acknowledge", StringComparison.Ordinal) || example.Contains("/targets/1/test", StringComparison.Ordinal) => 404,
        _ when example.Contains("/passkey", StringComparison.Ordinal) => 409,
        _ => 0,
    };

    [Fact, Trait("Category", "Slow")]
    public async Task A_browser_loads_it_from_this_server_alone()
    {
        SharedServer shared = await SharedServers.GetAsync(Engine.Sqlite);
        using var scratch = new ScratchFolder();
        string log = Path.Combine(scratch.Path, "net.json");
        using var browser = Shell.Start("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
            "--no-first-run", "--disable-sync", $"--user-data-dir={scratch.Path}/profile", "--log-net-log=" + log, "--dump-dom", shared.Server.BaseAddress + "/docs");
        Task<string> errors = browser.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string shown = await browser.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await browser.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.True(shown.Contains("GET /api/v1/latest", StringComparison.Ordinal), shown + await errors);
        string[] loaded = [.. LoadedByPages(await File.ReadAllBytesAsync(log, TestContext.Current.CancellationToken))];
        Assert.Contains(shared.Server.BaseAddress + "/docs", loaded);
        Assert.Contains(shared.Server.BaseAddress + "/site.css", loaded);
        Assert.All(loaded, url => Assert.StartsWith(shared.Server.BaseAddress + "/", url, StringComparison.Ordinal));
    }

    [GeneratedRegex("href=\"#([^\"]+)\"")]
    private static partial Regex Anchor();

    [GeneratedRegex("<pre tabindex=\"0\"><code>(curl [^<]*)</code></pre>")]
    private static partial Regex Example();

    /// <summary>The addresses in Chromium's log of the network that a page was loaded from or has asked for; the browser's own errands belong to no page.</summary>
    private static IEnumerable<string> LoadedByPages(byte[] log) =>
        (from entry in JsonDocument.Parse(log).RootElement.GetProperty("events").EnumerateArray()
         where entry.TryGetProperty("params", out JsonElement parameters) && parameters.TryGetProperty("url", out _)
             && parameters.TryGetProperty("network_isolation_key", out JsonElement page) && page.GetString()!.Contains("127.0.0.1", StringComparison.Ordinal)
         select entry.GetProperty("params").GetProperty("url").GetString()!).Distinct();
}
