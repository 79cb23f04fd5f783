using System.Globalization;

namespace Barograph.SystemTests.Steps;

/// <summary>kill -9 while upkeep rolls up and late reports flood in: every window still says what its readings say.</summary>
[Trait("Category", "Slow")]
public sealed class UpkeepKillTests(ITestOutputHelper output)
{
    private const int Kills = 10;
    private const int Boards = 12;
    private const int TwoDays = 2 * 86_400;

    // A store from before there were rollups: the next start has two days to store, not only late hours to repair.
    private const string ForgetRollups =
        "DELETE FROM rollup_late; DELETE FROM rollup_5m; DELETE FROM rollup_1h; UPDATE rollup_state SET announced = NULL, published = NULL";

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task Windows_equal_their_readings_after_any_number_of_kills(Engine engine)
    {
        int seed = Random.Shared.Next();
        var random = new Random(seed);
        await using PostgresCluster? cluster = engine == Engine.Postgres ? await PostgresCluster.StartNewAsync() : null;
        await using BarographServer server = await BarographServer.StartAsync(await Place.MakeAsync(engine, cluster), new ServerOptions { OnUnixSocket = true });
        string token = await server.AddDeviceAsync("board", "--any-location");
        ServerApi reader = server.Api(await server.AddTokenAsync("reader", "read"));
        var sql = new StoreSql(server.Place);
        // All over the last two days, in no order; the number is prime, so no second comes twice.
        long first = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - TwoDays;
        var ledger = new Ledger(number => first + number * 7919L % TwoDays);
        using var stop = new CancellationTokenSource();
        Task[] boards = [.. Enumerable.Range(0, Boards).Select(board => Task.Run(() => ledger.WorkAsync(server.Target, token, board, stop.Token)))];
        int forgotten = 0, killedAtWork = 0;
        for (int kill = 0; kill < Kills; kill++)
        {
            int before = ledger.Acknowledged;
            await Patience.UntilAsync("the load runs", () => ledger.Acknowledged > before + 300, () => server.Printed.All);
            await server.KillAsync();
            if (kill % 2 == 1)
            {
                await sql.ChangeAsync(ForgetRollups);
                forgotten++;
            }
            await server.StartAsync();
            // Upkeep has begun with the start. Until the kill it gets some way, or to its end.
            await Task.Delay(random.Next(250), TestContext.Current.CancellationToken);
            await server.KillAsync();
            killedAtWork += await HasWorkLeftAsync(sql) ? 1 : 0;
            await server.StartAsync();
        }
        await stop.CancelAsync();
        await Task.WhenAll(boards);

        LedgerFindings findings = await ledger.CompareAsync(reader);
        output.WriteLine($"{engine}: seed {seed}, {2 * Kills} kills, {forgotten} of them with all rollups to do, {killedAtWork} left late hours behind; {findings}");
        Assert.True(findings.IsClean, findings.ToString());
        int windows = await CompareAsync(reader, ledger);
        await server.StopAsync();
        await server.StartAsync();
        await sql.UntilNoMarkIsLeftAsync(server);
        Assert.Equal(windows, await CompareAsync(reader, ledger));
        Assert.True(killedAtWork > 0, "upkeep was always done before the kill");
        Assert.DoesNotContain(server.AllErrors, SharedServers.IsDefect);
    }

    private static async Task<bool> HasWorkLeftAsync(StoreSql sql) =>
        (long)(await sql.ScalarAsync("SELECT (SELECT count(*) FROM rollup_late) + (SELECT count(*) FROM rollup_state WHERE published IS NULL OR published < announced)"))! > 0;

    /// <summary>Compares the windows of all series with those computed here from the single readings. Returns how many there were.</summary>
    private static async Task<int> CompareAsync(ServerApi reader, Ledger ledger)
    {
        int windows = 0;
        foreach ((string location, string metric) in ledger.Series)
        {
            List<(decimal Time, double Value)> raw = await reader.SamplesAsync(location, metric);
            string range = string.Create(CultureInfo.InvariantCulture, $"&from={raw[0].Time}&to={raw[^1].Time + 1}");
            foreach ((string step, int width) in ((string, int)[])[("5m", 300), ("1h", 3600)])
            {
                SteppedAnswer answer = await SteppedAnswer.AskAsync(reader, $"location={location}&metric={metric}&step={step}{range}");
                Window.AssertEqual(Window.Of(raw, width), answer.Windows, $"{location} {metric} {step}");
                windows += answer.Windows.Count;
            }
        }
        return windows;
    }
}
