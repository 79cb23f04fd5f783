using System.Globalization;
using System.Text.Json;
using Barograph.SystemTests.Steps;

namespace Barograph.SystemTests.Alerts;

/// <summary>kill -9 between the commit of a wet reading and the notice: every alert arrives.</summary>
[Trait("Category", "Slow")]
public sealed class AlertKillTests(ITestOutputHelper output)
{
    private const int Kills = 50;

    [Theory]
    [InlineData(Engine.Sqlite)]
    public async Task Every_alert_arrives(Engine engine)
    {
        int seed = Random.Shared.Next();
        Random random = new(seed);
        await using HttpSink http = new();
        await using BarographServer server = await BarographServer.StartAsync(await Place.MakeAsync(engine));
        await AlertSite.AddBoardAsync(server);
        await AlertSite.AddWebhookAsync(server, http);
        int before = 0;
        for (int kill = 1; kill <= Kills; kill++)
        {
            string location = Location(kill);
            await AlertSite.PostAsync(server, location, 0);
            await AlertSite.PostAsync(server, location, 1);
            // From before the judgement to after the sending: acknowledged is all that is certain.
            await Task.Delay(random.Next(kill % 2 == 0 ? 3 : 60), TestContext.Current.CancellationToken);
            if (!Told(http).Contains(location))
                before++;
            await server.KillAsync();
            await server.StartAsync();
            await Patience.UntilAsync($"the alert of {location} arrives", () => Told(http).Contains(location), () => server.Printed.All);
        }
        int deliveries = http.Bodies.Select(body => JsonDocument.Parse(body).RootElement.GetProperty("delivery").GetString()).Distinct().Count();
        output.WriteLine($"{engine}: seed {seed}, {Kills} kills, {before} of them before the alert was out; {http.Requests.Count} requests for {deliveries} deliveries");
        Assert.True(before > 5, $"only {before} kills hit the time in between");
        Assert.Equal(Kills, Told(http).Count);
        Assert.Equal(Kills, deliveries);
        Assert.DoesNotContain(server.AllErrors, SharedServers.IsDefect);
    }

    [Fact]
    public async Task Of_two_servers_on_one_database_one_sends_and_the_other_takes_over()
    {
        const int Each = 5;
        await using HttpSink http = new();
        Place place = await Place.MakeAsync(Engine.Postgres);
        await using BarographServer first = await BarographServer.StartAsync(place);
        await using BarographServer second = await BarographServer.StartAsync(place.Beside());
        await AlertSite.AddBoardAsync(first);
        await AlertSite.AwaitBoardAsync(second);
        await AlertSite.AddWebhookAsync(first, http);
        // Processes that send for each other need the same key.
        File.Copy(Path.Combine(first.Place.Data, "alerts.key"), Path.Combine(second.Place.Data, "alerts.key"));
        int sent = 0;
        foreach (BarographServer server in (BarographServer[])[first, second])
            for (int i = 0; i < Each; i++)
                await AlertSite.PostAsync(server, Location(++sent), 1);
        await Patience.UntilAsync("all alerts arrive", () => Told(http).Count == sent, () => first.Printed.All + second.Printed.All);

        // What has arrived and is not noted yet would be sent again, rightly.
        await Patience.UntilAsync("all is noted", async () => (long)(await new StoreSql(place).ScalarAsync("SELECT count(*) FROM outbox WHERE settled_at IS NULL"))! == 0);

        await first.KillAsync();
        DateTimeOffset killed = TimeProvider.System.GetUtcNow();
        await AlertSite.PostAsync(second, Location(++sent), 1);
        await Patience.UntilAsync("the other takes over", () => Told(http).Count == sent, () => second.Printed.All);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"taken over and sent {(http.Requests.Last().At - killed).TotalSeconds:0.0} s after the kill; {http.Requests.Count} requests for {sent} alerts"));

        Assert.Equal(sent, http.Requests.Count);
    }

    private static string Location(int number) => string.Create(CultureInfo.InvariantCulture, $"cellar{number}");

    private static HashSet<string> Told(HttpSink http) => [.. http.Bodies.Select(body => JsonDocument.Parse(body).RootElement)
        .Where(body => body.GetProperty("kind").GetString() == "firing" && body.GetProperty("alerts")[0].GetProperty("metric").GetString() == "wetness")
        .Select(body => body.GetProperty("alerts")[0].GetProperty("location").GetString()!)];
}
