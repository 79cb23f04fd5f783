using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Barograph.SystemTests.Alerts;

/// <summary>It calls when the basement is wet.</summary>
public sealed class AlertTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task A_wet_reading_arrives_as_mail_and_webhook(Engine engine)
    {
        await using SmtpSink smtp = new();
        await using HttpSink http = new();
        await using BarographServer server = await BarographServer.StartAsync(await Place.MakeAsync(engine), AlertSite.WithAddress);
        await AlertSite.AddBoardAsync(server);
        await AlertSite.AddMailAsync(server, smtp);
        string secret = await AlertSite.AddWebhookAsync(server, http);
        await AlertSite.PostAsync(server, "basement", 0);

        List<double> mail = [], hook = [];
        for (int i = 1; i <= 20; i++)
        {
            string location = string.Create(CultureInfo.InvariantCulture, $"basement{i}");
            await AlertSite.PostAsync(server, location, 0);
            DateTimeOffset posted = TimeProvider.System.GetUtcNow();
            await AlertSite.PostAsync(server, location, 0.9);
            await Patience.UntilAsync("mail and webhook arrive", () => smtp.Mails.Count >= i && http.Requests.Count >= i, () => server.Printed.All);
            mail.Add((smtp.Mails.Last().At - posted).TotalMilliseconds);
            hook.Add((http.Requests.Last().At - posted).TotalMilliseconds);
        }
        output.WriteLine($"{engine}: from posting to the mail in hand {Spread(mail)}; to the webhook {Spread(hook)}");

        string first = smtp.Mails.First().Text;
        Assert.Contains("Subject: basement1: wetness above 0.5", first, StringComparison.Ordinal);
        Assert.Contains("https://house.example.org/acknowledge/", first, StringComparison.Ordinal);
        AssertSigned(http.Requests.First().Text, secret);
        JsonElement told = JsonDocument.Parse(http.Bodies.First()).RootElement;
        Assert.Equal(("firing", 1, true), (told.GetProperty("kind").GetString(), told.GetProperty("attempt").GetInt32(), told.GetProperty("urgent").GetBoolean()));
        JsonElement alert = Assert.Single(told.GetProperty("alerts").EnumerateArray());
        Assert.Equal(("basement1", "wetness", 0.9), (alert.GetProperty("location").GetString(), alert.GetProperty("metric").GetString(), alert.GetProperty("value").GetDouble()));

        await AlertSite.PostAsync(server, "basement1", 0);
        await Patience.UntilAsync("that it is dry arrives", () => http.Bodies.Any(body => body.Contains("\"resolved\"", StringComparison.Ordinal)), () => server.Printed.All);
        Assert.DoesNotContain(server.AllErrors, SharedServers.IsDefect);
        Assert.DoesNotContain(server.AllErrors, line => line.Contains(secret, StringComparison.Ordinal));
    }

    [Fact]
    public async Task One_tap_at_the_link_acknowledges_and_a_look_does_not()
    {
        await using HttpSink http = new();
        await using BarographServer server = await BarographServer.StartAsync(await Place.MakeAsync(Engine.Sqlite), AlertSite.WithAddress);
        await AlertSite.AddBoardAsync(server);
        await AlertSite.AddWebhookAsync(server, http);
        await AlertSite.PostAsync(server, "basement", 1);
        await Patience.UntilAsync("the webhook arrives", () => !http.Requests.IsEmpty, () => server.Printed.All);
        string path = new Uri(JsonDocument.Parse(http.Bodies.First()).RootElement.GetProperty("acknowledge_url").GetString()!).AbsolutePath;

        RawAnswer look = await server.Api().GetAsync(path);
        Assert.Equal(200, look.Status);
        Assert.Contains("<button>", look.Text, StringComparison.Ordinal);
        Assert.Equal("nobody", await KnownToAsync(server));

        Assert.Equal(404, (await Owner.PostFormAsync(server, path, "", "Origin: https://evil.example.org")).Status);
        Assert.Equal(404, (await Owner.PostFormAsync(server, path[..^1] + (path[^1] == 'a' ? 'b' : 'a'), "")).Status);
        Assert.Equal("nobody", await KnownToAsync(server));

        RawAnswer tap = await Owner.PostFormAsync(server, path, "");
        Assert.Equal(200, tap.Status);
        Assert.DoesNotContain("<button>", tap.Text, StringComparison.Ordinal);
        Assert.Equal("a link", await KnownToAsync(server));
    }

    [Fact]
    public async Task A_target_that_never_answers_keeps_nobody_waiting()
    {
        await using HttpSink tarpit = new() { Answer = null };
        await using HttpSink http = new();
        await using BarographServer server = await BarographServer.StartAsync(await Place.MakeAsync(Engine.Sqlite));
        await AlertSite.AddBoardAsync(server);
        await AlertSite.AddWebhookAsync(server, tarpit, "tarpit");
        await AlertSite.AddWebhookAsync(server, http);

        List<double> posts = [];
        for (int i = 1; i <= 20; i++)
        {
            DateTimeOffset begun = TimeProvider.System.GetUtcNow();
            await AlertSite.PostAsync(server, string.Create(CultureInfo.InvariantCulture, $"basement{i}"), 1);
            posts.Add((TimeProvider.System.GetUtcNow() - begun).TotalMilliseconds);
            await Patience.UntilAsync("the other target gets it", () => http.Requests.Count >= i, () => server.Printed.All);
        }

        Assert.NotEmpty(tarpit.Requests);
        output.WriteLine($"posts beside a tarpit took {Spread(posts)}");
        // Who waited for the tarpit would wait for a quarter of a minute.
        Assert.True(posts[^1] < 5000, Spread(posts));
    }

    [Fact]
    public async Task A_target_that_was_away_gets_it_later_and_is_told_that_it_is_a_repetition()
    {
        await using HttpSink http = new() { Answer = "HTTP/1.1 503 Later\r\nContent-Length: 0\r\n\r\n" };
        await using BarographServer server = await BarographServer.StartAsync(await Place.MakeAsync(Engine.Sqlite));
        await AlertSite.AddBoardAsync(server);
        await AlertSite.AddWebhookAsync(server, http);
        await AlertSite.PostAsync(server, "basement", 1);
        await Patience.UntilAsync("it is tried twice", () => http.Requests.Count >= 2, () => server.Printed.All);
        Assert.Contains("FAILED", (await server.CommandAsync("target", "list")).Output, StringComparison.Ordinal);

        http.Answer = "HTTP/1.1 204 Taken\r\n\r\n";
        await Patience.UntilAsync("it arrives", async () => (await server.CommandAsync("target", "list")).Output.Contains("fine", StringComparison.Ordinal), () => server.Printed.All);

        JsonElement[] bodies = [.. http.Bodies.Select(body => JsonDocument.Parse(body).RootElement)];
        Assert.Single(bodies.Select(body => body.GetProperty("delivery").GetString()).Distinct());
        Assert.Equal(Enumerable.Range(1, bodies.Length), bodies.Select(body => body.GetProperty("attempt").GetInt32()));
    }

    [Fact]
    public async Task The_server_does_not_knock_at_its_own_house_unless_an_owner_says_so()
    {
        await using HttpSink http = new();
        await using HttpSink redirect = new() { Answer = $"HTTP/1.1 302 Found\r\nLocation: {http.Url}\r\nContent-Length: 0\r\n\r\n" };
        await using BarographServer server = await BarographServer.StartAsync(await Place.MakeAsync(Engine.Sqlite));
        string port = http.Port.ToString(CultureInfo.InvariantCulture);
        string[] hosts = ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "0", "0.0.0.0", "2130706433", "0x7f000001", "127.1", "169.254.169.254", "10.0.0.1", "[64:ff9b::7f00:1]"];
        for (int i = 0; i < hosts.Length; i++)
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"t{i}");
            await server.CommandAsync("target", "add", name, "--kind", "webhook", "--option", $"url=http://{hosts[i]}:{port}/");
            CommandResult test = await server.TryCommandAsync(null, "target", "test", name);
            Assert.True(test.ExitCode != 0 && test.Output.Contains("not allowed", StringComparison.Ordinal), $"{hosts[i]}: {test}\n{server.Printed.All}");
            await server.CommandAsync("target", "remove", name);
        }
        await AlertSite.AddWebhookAsync(server, redirect, "redirect");
        Assert.NotEqual(0, (await server.TryCommandAsync(null, "target", "test", "redirect")).ExitCode);
        Assert.Empty(http.Requests);

        await AlertSite.AddWebhookAsync(server, http);
        await server.CommandAsync("target", "test", "hook");
        Assert.Single(http.Requests);
    }

    [Fact]
    public async Task Secrets_of_targets_are_in_no_file_but_their_key_opens_them()
    {
        const string Secret = "a-secret-that-nobody-may-find";
        await using HttpSink http = new();
        await using BarographServer server = await BarographServer.StartAsync(await Place.MakeAsync(Engine.Sqlite));
        CommandResult added = await server.CommandWithInputAsync(
            Secret + "\n", "target", "add", "bot", "--kind", "telegram", "--option", "chat=1", "--option", $"url=http://127.0.0.1:{http.Port.ToString(CultureInfo.InvariantCulture)}", "--allow-lan", "--secret-stdin");
        await server.CommandAsync("target", "test", "bot");

        Assert.Contains("/bot" + Secret + "/sendMessage", Assert.Single(http.Requests).Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, added.Output + (await server.CommandAsync("target", "list", "--json")).Output + server.Printed.All, StringComparison.Ordinal);
        foreach (string file in Directory.GetFiles(server.Place.Folder, "*", SearchOption.AllDirectories).Where(file => file.EndsWith(".db", StringComparison.Ordinal) || file.EndsWith("-wal", StringComparison.Ordinal)))
            Assert.DoesNotContain(Secret, Encoding.Latin1.GetString(await ReadSharedAsync(file)), StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(server.Place.Data, "alerts.key")));
    }

    private static async Task<byte[]> ReadSharedAsync(string file)
    {
        await using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using MemoryStream bytes = new();
        await stream.CopyToAsync(bytes);
        return bytes.ToArray();
    }

    private static async Task<string> KnownToAsync(BarographServer server) =>
        (await server.CommandAsync("alert", "list", "--json")).Json.EnumerateArray().Single().GetProperty("acknowledged_by").GetString() ?? "nobody";

    private static void AssertSigned(string request, string secret)
    {
        int end = request.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        string signature = request[..end].Split("\r\n").Single(line => line.StartsWith("Barograph-Signature: ", StringComparison.Ordinal))[21..];
        string[] parts = signature.Split(',');
        string signed = parts[0]["t=".Length..] + "." + request[(end + 4)..];
        Assert.Equal("v1=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(signed))), parts[1]);
    }

    private static string Spread(List<double> milliseconds)
    {
        milliseconds.Sort();
        return string.Create(CultureInfo.InvariantCulture, $"{milliseconds[milliseconds.Count / 2]:0} ms in the middle, {milliseconds[^1]:0} ms at most");
    }
}
