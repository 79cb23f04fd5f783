using System.Net;

namespace Barograph.SystemTests;

/// <summary>64 connections of clockless reports for one location: rows stored = values acknowledged.</summary>
public sealed class IngestLoadTests(ITestOutputHelper output)
{
    private const int Requests = 8_000;

    [Theory]
    [InlineData(Engine.Sqlite, false)]
    [InlineData(Engine.Sqlite, true)]
    [InlineData(Engine.Postgres, false)]
    [InlineData(Engine.Postgres, true)]
    public async Task Every_acknowledged_value_is_a_row_of_its_own(Engine engine, bool seedDialect)
    {
        SharedServer shared = await SharedServers.GetAsync(engine);
        string location = SharedServer.NewLocation("load");
        await AddPasswordAsync(shared.Server, location);

        await AssertAllStoredAsync(shared.Server, [shared.Server.Target], shared.Board, shared.Reader, location, seedDialect);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Two_servers_on_one_database_merge_nothing(bool seedDialect)
    {
        SharedServer shared = await SharedServers.GetAsync(Engine.Postgres);
        await using BarographServer second = await BarographServer.StartAsync(shared.Server.Place.Beside());
        string location = SharedServer.NewLocation("load");
        await AddPasswordAsync(shared.Server, location);

        await AssertAllStoredAsync(shared.Server, [shared.Server.Target, second.Target], shared.Board, shared.Reader, location, seedDialect);
    }

    private static Task<CommandResult> AddPasswordAsync(BarographServer server, string name) =>
        server.CommandWithInputAsync("pass\n", "device", "add", name, "--username", "u-" + name, "--password-stdin", "--any-location");

    private async Task AssertAllStoredAsync(
        BarographServer server, EndPoint[] targets, string board, string reader, string location, bool seedDialect)
    {
        string authorization = seedDialect ? RawHttp.Basic("u-" + location, "pass") : "Bearer " + board;
        // A new credential is known everywhere within a second; before that it would be refused.
        foreach (EndPoint target in targets)
            await Patience.UntilAsync("the credential is known", async () => (await RawHttp.SendAsync(
                target, Post(seedDialect, authorization, location + "-warm", 0), RawHttp.NewAddress())).Status == 200);

        FloodResult flood = await Flood.RunAsync(targets, Requests, number => Post(seedDialect, authorization, location, number));

        output.WriteLine($"{server.Place.Engine}, {targets.Length} server(s), {(seedDialect ? "seed form" : "JSON")}: {flood}");
        Assert.Equal(Requests, flood.Taken);
        List<(decimal Time, double Value)> temperature = await server.Api(reader).SamplesAsync(location, "temperature");
        List<(decimal Time, double Value)> humidity = await server.Api(reader).SamplesAsync(location, "humidity");
        Assert.Equal(Enumerable.Range(1, Requests).Select(number => (double)number), temperature.Select(sample => sample.Value).Order());
        Assert.Equal(Requests, humidity.Count);
        // One receive time for the whole report: the two values of a report stand at the same time.
        Assert.Equal(temperature.Select(sample => (sample.Time, sample.Value + 0.5)), humidity);
    }

    private static byte[] Post(bool seedDialect, string authorization, string location, int number) => seedDialect
        ? RawHttp.Request("POST", "/SQL_API/", $"temperature={number}&humidity={number}.5&location={location}", "Authorization: " + authorization)
        : RawHttp.Request("POST", "/api/v1/reports", $$"""{"location":"{{location}}","temperature":{{number}},"humidity":{{number}}.5}""", "Authorization: " + authorization);
}
