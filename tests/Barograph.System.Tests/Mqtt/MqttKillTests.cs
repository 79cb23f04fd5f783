namespace Barograph.SystemTests.Mqtt;

/// <summary>kill -9 under load: what was acknowledged by PUBACK is there, once. And the test catches a product that lies.</summary>
[Trait("Category", "Slow")]
public sealed class MqttKillTests(ITestOutputHelper output)
{
    private const int Kills = 10;
    private const int Workers = 16;

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task Every_acknowledged_message_survives(Engine engine)
    {
        (int kills, int acknowledged, int lost, int wrong) = await RunAsync(engine, ProductBinary.Default);

        Assert.Equal((Kills, 0, 0), (kills, lost, wrong));
        Assert.True(acknowledged > Kills * Workers, $"{acknowledged} acknowledged");
    }

    [Fact]
    public async Task A_build_that_acknowledges_before_the_commit_is_caught()
    {
        (_, _, int lost, _) = await RunAsync(Engine.Sqlite, await AckBeforeCommit.GetAsync());

        Assert.True(lost > 0);
    }

    private async Task<(int Kills, int Acknowledged, int Lost, int Wrong)> RunAsync(Engine engine, ProductBinary binary)
    {
        await using BarographServer server = await BarographServer.StartAsync(await Place.MakeAsync(engine), new ServerOptions { Binary = binary, Mqtt = true });
        string token = await server.AddDeviceAsync("board", "--any-location");
        string reader = await server.AddTokenAsync("reader", "read");
        MqttLedger ledger = new();
        (int lost, int wrong, int kills) = (0, 0, 0);
        while (kills < Kills && lost == 0)
        {
            using CancellationTokenSource stop = new();
            Task[] workers = [.. Enumerable.Range(0, Workers).Select(i => Task.Run(() => ledger.WorkAsync(server.MqttPort, token, i, stop.Token)))];
            int before = ledger.Acknowledged;
            await Patience.UntilAsync("the load runs", () => ledger.Acknowledged > before + 4 * Workers, () => server.Printed.All);
            await server.KillAsync();
            kills++;
            await server.StartAsync();
            int after = ledger.Acknowledged;
            await Patience.UntilAsync("the load goes on", () => ledger.Acknowledged > after + Workers, () => server.Printed.All);
            await stop.CancelAsync();
            await Task.WhenAll(workers);
            (lost, wrong) = await ledger.CompareAsync(server.Api(reader));
        }
        output.WriteLine($"MQTT, {engine}: {kills} kills, {ledger.Acknowledged} acknowledged, {lost} lost, {wrong} wrong");
        Assert.DoesNotContain(server.AllErrors, SharedServers.IsDefect);
        return (kills, ledger.Acknowledged, lost, wrong);
    }
}
