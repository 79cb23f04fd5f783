using System.Globalization;

namespace Barograph.SystemTests.Alerts;

/// <summary>A server with the tutorial's board in its basement.</summary>
public static class AlertSite
{
    public const string Board = "basement-board";

    public static readonly ServerOptions WithAddress = new() { Environment = new Dictionary<string, string> { ["BAROGRAPH_PUBLIC_URL"] = "https://house.example.org" } };

    /// <summary>Adds the board, and lets the server know it.</summary>
    public static async Task AddBoardAsync(BarographServer server)
    {
        await server.CommandWithInputAsync("pass\n", "device", "add", Board, "--username", "user", "--password-stdin", "--any-location");
        await AwaitBoardAsync(server);
    }

    /// <summary>Waits until a server knows the board.</summary>
    public static async Task AwaitBoardAsync(BarographServer server) =>
        await Patience.UntilAsync("the board is known", async () => (await RawHttp.SendAsync(server.Target,
            RawHttp.Request("GET", "/SQL_API/", (byte[]?)null, "Authorization: " + RawHttp.Basic("user", "pass")), RawHttp.NewAddress())).Status == 201);

    /// <summary>Posts in the tutorial's dialect; it must be taken.</summary>
    public static async Task PostAsync(BarographServer server, string location, double wetness)
    {
        string form = string.Create(CultureInfo.InvariantCulture, $"temperature=71.3&humidity=40.1&wetness={wetness}&pressure=1013.2&location={location}");
        RawAnswer answer = await RawHttp.SendAsync(server.Target, RawHttp.Request("POST", "/SQL_API/", form,
            "Authorization: " + RawHttp.Basic("user", "pass"), "Content-Type: application/x-www-form-urlencoded"), RawHttp.NewAddress());
        Assert.True(answer.Status is 200 or 201, answer.ToString());
    }

    public static Task<CommandResult> AddMailAsync(BarographServer server, SmtpSink sink) => server.CommandAsync(
        "target", "add", "mail", "--kind", "mail", "--allow-lan", "--option", "host=127.0.0.1", "--option", string.Create(CultureInfo.InvariantCulture, $"port={sink.Port}"),
        "--option", "security=none", "--option", "from=barograph@example.org", "--option", "to=anna@example.org");

    public static async Task<string> AddWebhookAsync(BarographServer server, HttpSink sink, string name = "hook") =>
        (await server.CommandAsync("target", "add", name, "--kind", "webhook", "--allow-lan", "--option", "url=" + sink.Url, "--json")).Json.GetProperty("secret").GetString()!;
}
