namespace Barograph.SystemTests.Alerts;

/// <summary>An address outside is called while all is well, and only then.</summary>
public sealed class HeartbeatTests
{
    private const string Secret = "5f0c-a-check-that-nobody-may-know";

    [Fact]
    public async Task It_is_called_while_all_is_well_and_not_while_the_database_is_away()
    {
        await using HttpSink sink = new();
        await using PostgresCluster cluster = await PostgresCluster.StartNewAsync();
        await using BarographServer server = await BarographServer.StartAsync(await Place.MakeAsync(Engine.Postgres, cluster), Calling(sink.Url + "/" + Secret));
        await Patience.UntilAsync("it is called twice", () => sink.Requests.Count >= 2, () => server.Printed.All);
        Assert.All(sink.Requests, request => Assert.StartsWith($"GET /hook/{Secret} HTTP/1.1\r\n", request.Text, StringComparison.Ordinal));

        await cluster.StopAsync();
        await Patience.UntilAsync("the log says why", () => Lines(server, "The heartbeat stops").Count > 0, () => server.Printed.All);
        int before = sink.Requests.Count, waits = Lines(server, "Alerts have to wait").Count;
        // One each second, as the calls would be.
        await Patience.UntilAsync("some seconds pass", () => Lines(server, "Alerts have to wait").Count >= waits + 3, () => server.Printed.All);
        Assert.Equal(before, sink.Requests.Count);

        await cluster.StartAsync();
        await Patience.UntilAsync("it is called again", () => sink.Requests.Count > before, () => server.Printed.All);
        Assert.Single(Lines(server, "The heartbeat stops"));
        Assert.Single(Lines(server, "All is well again"));
        Assert.DoesNotContain(Secret, server.Printed.All + string.Join('\n', server.AllErrors), StringComparison.Ordinal);
        Assert.DoesNotContain(server.AllErrors, SharedServers.IsDefect);
    }

    [Fact]
    public async Task Of_two_servers_the_one_that_judges_calls()
    {
        await using HttpSink one = new(), two = new();
        Place place = await Place.MakeAsync(Engine.Postgres);
        await using BarographServer first = await BarographServer.StartAsync(place, Calling(one.Url));
        await Patience.UntilAsync("the first calls", () => !one.Requests.IsEmpty, () => first.Printed.All);
        await using BarographServer second = await BarographServer.StartAsync(place.Beside(), Calling(two.Url));
        int before = one.Requests.Count;
        await Patience.UntilAsync("the first goes on", () => one.Requests.Count >= before + 5, () => first.Printed.All);
        Assert.Empty(two.Requests);

        await first.KillAsync();
        await Patience.UntilAsync("the second takes over", () => !two.Requests.IsEmpty, () => second.Printed.All);
    }

    [Fact]
    public async Task A_redirect_is_not_followed_and_that_it_does_not_arrive_is_said_once()
    {
        await using HttpSink elsewhere = new();
        await using HttpSink sink = new() { Answer = $"HTTP/1.1 302 Found\r\nLocation: {elsewhere.Url}\r\nContent-Length: 0\r\n\r\n" };
        await using BarographServer server = await BarographServer.StartAsync(await Place.MakeAsync(Engine.Sqlite), Calling(sink.Url + "/" + Secret));
        await Patience.UntilAsync("it is called three times", () => sink.Requests.Count >= 3, () => server.Printed.All);

        Assert.Contains("status 302", Assert.Single(Lines(server, "The heartbeat does not arrive")), StringComparison.Ordinal);
        Assert.Empty(elsewhere.Requests);
        sink.Answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
        await Patience.UntilAsync("that it arrives again is said", () => Lines(server, "The heartbeat arrives again").Count == 1, () => server.Printed.All);
        Assert.DoesNotContain(Secret, server.Printed.All + string.Join('\n', server.AllErrors), StringComparison.Ordinal);
    }

    private static ServerOptions Calling(string url) => new()
    {
        Environment = new Dictionary<string, string> { ["BAROGRAPH_HEARTBEAT_URL"] = url, ["BAROGRAPH_HEARTBEAT_EVERY"] = "1s" },
    };

    private static List<string> Lines(BarographServer server, string word) => [.. server.AllErrors.Where(line => line.Contains(word, StringComparison.Ordinal))];
}
