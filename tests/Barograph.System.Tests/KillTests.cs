namespace Barograph.SystemTests;

/// <summary>kill -9 under load: every acknowledged reading is there exactly once. And the harness catches a product that lies.</summary>
[Trait("Category", "Slow")]
public sealed class KillTests(ITestOutputHelper output)
{
    private const int Kills = 20;
    private const int Workers = 16;

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task Every_acknowledged_reading_survives(Engine engine)
    {
        (int kills, LedgerFindings findings) = await RunAsync(engine, ProductBinary.Default, untilLoss: false);

        Assert.True(kills >= Kills, $"only {kills} kills");
        Assert.True(findings.Acknowledged > Kills * 20, findings.ToString());
        Assert.True(findings.IsClean, findings.ToString());
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task A_build_that_acknowledges_before_the_commit_is_caught(Engine engine)
    {
        (_, LedgerFindings findings) = await RunAsync(engine, await AckBeforeCommit.GetAsync(), untilLoss: true);

        Assert.True(findings.Lost > 0, findings.ToString());
    }

    private async Task<(int Kills, LedgerFindings Findings)> RunAsync(Engine engine, ProductBinary binary, bool untilLoss)
    {
        int seed = Random.Shared.Next();
        var random = new Random(seed);
        await using PostgresCluster? cluster = engine == Engine.Postgres ? await PostgresCluster.StartNewAsync() : null;
        await using BarographServer server = await BarographServer.StartAsync(
            await Place.MakeAsync(engine, cluster), new ServerOptions { Binary = binary, OnUnixSocket = true });
        string token = await server.AddDeviceAsync("board", "--any-location");
        string reader = await server.AddTokenAsync("reader", "read");
        var ledger = new Ledger();
        int kills = 0, databaseKills = 0;
        LedgerFindings findings = new(0, 0, 0, 0, 0);
        while (kills < Kills && findings.Lost == 0)
        {
            using var stop = new CancellationTokenSource();
            Task[] workers = [.. Enumerable.Range(0, Workers).Select(i => Task.Run(() => ledger.WorkAsync(server.Target, token, i, stop.Token)))];
            int before = ledger.Acknowledged;
            await Patience.UntilAsync("the load runs", () => ledger.Acknowledged > before + Workers, () => server.Printed.All);
            await Task.Delay(random.Next(300));
            await server.KillAsync();
            kills++;
            // Now and then the database dies with it, as when the machine's memory runs out.
            if (cluster is not null && kills % 4 == 0)
            {
                await cluster.KillAsync();
                await cluster.StartAsync();
                databaseKills++;
            }
            await server.StartAsync();
            // The boards go on where they were, with what was not acknowledged.
            int after = ledger.Acknowledged;
            await Patience.UntilAsync("the load goes on", () => ledger.Acknowledged > after + Workers, () => server.Printed.All);
            await stop.CancelAsync();
            await Task.WhenAll(workers);
            if (untilLoss || kills == Kills)
                findings = await ledger.CompareAsync(server.Api(reader));
        }
        output.WriteLine($"{engine}: seed {seed}, {kills} kills of the server, {databaseKills} of the database; {findings}");
        Assert.DoesNotContain(server.AllErrors, SharedServers.IsDefect);
        return (kills, findings);
    }
}
