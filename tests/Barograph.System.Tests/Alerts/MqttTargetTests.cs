using System.Globalization;
using System.Text.Json;
using Barograph.SystemTests.Mqtt;

namespace Barograph.SystemTests.Alerts;

/// <summary>Alerts as messages to a broker.</summary>
public sealed class MqttTargetTests
{
    private const string Topic = "house/alerts";

    [Fact]
    public async Task An_alert_arrives_at_the_broker_also_when_that_was_away()
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartNewAsync();
        await using BarographServer server = await BarographServer.StartAsync(await Place.MakeAsync(Engine.Sqlite));
        await AlertSite.AddBoardAsync(server);
        await AddAsync(server, broker.Port, "--allow-lan", "--option", "retain=true");

        await AlertSite.PostAsync(server, "basement", 1);
        await Patience.UntilAsync("it is taken", async () => (await server.CommandAsync("target", "list", "--json")).Json[0].GetProperty("succeeded").GetString() is not null, () => server.Printed.All);
        JsonElement alert = await RetainedAsync(broker.Port);
        Assert.Equal(("firing", true), (alert.GetProperty("kind").GetString(), alert.GetProperty("urgent").GetBoolean()));
        Assert.Equal("basement", alert.GetProperty("alerts")[0].GetProperty("location").GetString());

        await broker.StopAsync();
        await AlertSite.PostAsync(server, "basement", 0);
        await Patience.UntilAsync("it fails", async () => (await server.CommandAsync("target", "list")).Output.Contains("FAILED", StringComparison.Ordinal), () => server.Printed.All);
        await broker.StartAsync();
        await Patience.UntilAsync("it arrives", async () => (await server.CommandAsync("target", "list")).Output.Contains("fine", StringComparison.Ordinal), () => server.Printed.All);
        Assert.Equal("resolved", (await RetainedAsync(broker.Port)).GetProperty("kind").GetString());
        Assert.DoesNotContain(server.AllErrors, SharedServers.IsDefect);
    }

    [Fact]
    public async Task A_broker_at_home_needs_the_owners_word()
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartNewAsync();
        await using BarographServer server = await BarographServer.StartAsync(await Place.MakeAsync(Engine.Sqlite));
        await AddAsync(server, broker.Port);

        CommandResult test = await server.TryCommandAsync(null, "target", "test", "broker");

        Assert.Contains("not allowed", test.Output, StringComparison.Ordinal);
        Assert.NotEqual(0, test.ExitCode);
    }

    [Fact]
    public async Task A_wrong_password_is_told_as_such_and_in_no_log()
    {
        const string Secret = "not-the-password-of-the-broker";
        await using BarographServer broker = await BarographServer.StartAsync(await Place.MakeAsync(Engine.Sqlite), new ServerOptions { Mqtt = true });
        await using BarographServer server = await BarographServer.StartAsync(await Place.MakeAsync(Engine.Sqlite));
        await server.CommandWithInputAsync(Secret + "\n", [.. Line(broker.MqttPort), "--allow-lan", "--option", "user=house", "--secret-stdin"]);

        CommandResult test = await server.TryCommandAsync(null, "target", "test", "broker");

        Assert.Contains("does not take the user and the password", test.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, test.Output + server.Printed.All, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("barograph/alerts", "mqtt://broker.example.org")]
    [InlineData("house/#", "mqtt://broker.example.org")]
    [InlineData("house", "mqtt://user:password@broker.example.org")]
    [InlineData("house", "https://broker.example.org")]
    public async Task What_cannot_be_published_to_is_refused(string topic, string url)
    {
        await using BarographServer server = await BarographServer.StartAsync(await Place.MakeAsync(Engine.Sqlite));

        CommandResult added = await server.TryCommandAsync(null, "target", "add", "broker", "--kind", "mqtt", "--option", "url=" + url, "--option", "topic=" + topic);

        Assert.Equal(2, added.ExitCode);
    }

    private static Task<CommandResult> AddAsync(BarographServer server, int port, params string[] more) => server.CommandAsync([.. Line(port), .. more]);

    private static string[] Line(int port) =>
        ["target", "add", "broker", "--kind", "mqtt", "--option", string.Create(CultureInfo.InvariantCulture, $"url=mqtt://127.0.0.1:{port}"), "--option", "topic=" + Topic];

    private static async Task<JsonElement> RetainedAsync(int port)
    {
        (int exit, string printed) = await Mosquitto.RunAsync("mosquitto_sub", "-h", "127.0.0.1", "-p", Mosquitto.Text(port), "-t", Topic, "-C", "1", "-W", "30");
        Assert.Equal(0, exit);
        return JsonDocument.Parse(printed).RootElement;
    }
}
