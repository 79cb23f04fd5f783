namespace Barograph.SystemTests;

/// <summary>PostgreSQL is away, at the start and in the middle, or hangs: 503 with Retry-After, and it comes back by itself.</summary>
public sealed class DatabaseAwayTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Away_at_the_start_it_listens_says_503_and_comes_up_by_itself()
    {
        await using PostgresCluster cluster = await PostgresCluster.StartNewAsync();
        Place place = await Place.MakeAsync(Engine.Postgres, cluster);
        await cluster.StopAsync();

        await using BarographServer server = await BarographServer.StartAsync(place, new ServerOptions { StoreIsAway = true });
        Assert.Equal(200, (await server.Api().GetAsync("/healthz")).Status);
        AssertComeAgain(await server.Api().GetAsync("/readyz"));
        foreach (string path in (string[])["/api/v1/reports", "/SQL_API/", "/SQL_API"])
        {
            RawAnswer answer = await server.Api("bg0123456789abcdefABCDEF01").PostAsync(path, """{"temperature":1}""");
            AssertComeAgain(answer);
            BoardRules.AssertReadable(answer);
        }
        AssertComeAgain(await server.Api("bg0123456789abcdefABCDEF01").GetAsync("/api/v1/latest"));

        await cluster.StartAsync();
        await Patience.UntilAsync("it is ready", () => server.Printed.Lines.Any(line => line.StartsWith("Ready", StringComparison.Ordinal)), () => server.Printed.All);

        Assert.Equal(200, (await server.Api().GetAsync("/readyz")).Status);
        string token = await server.AddDeviceAsync("board", "--any-location");
        Assert.DoesNotContain(server.AllErrors, SharedServers.IsDefect);
    }

    [Fact]
    public async Task Away_in_the_middle_nothing_acknowledged_is_lost_and_it_comes_back()
    {
        await using PostgresCluster cluster = await PostgresCluster.StartNewAsync();
        await using BarographServer server = await BarographServer.StartAsync(await Place.MakeAsync(Engine.Postgres, cluster));
        string token = await server.AddDeviceAsync("board", "--any-location");
        string reader = await server.AddTokenAsync("reader", "read");
        var ledger = new Ledger();
        using var stop = new CancellationTokenSource();
        Task[] workers = [.. Enumerable.Range(0, 16).Select(i => Task.Run(() => ledger.WorkAsync(server.Target, token, i, stop.Token)))];

        foreach (bool crash in (bool[])[false, true, false])
        {
            int before = ledger.Acknowledged;
            await Patience.UntilAsync("the load runs", () => ledger.Acknowledged > before + 200);
            await (crash ? cluster.KillAsync() : cluster.StopAsync());
            await Patience.UntilAsync("a report is answered 503", async () =>
            {
                RawAnswer answer = await server.Api(token).ReportAsync("""{"location":"x","a":1}""");
                return answer.Status == 503 && answer.Header("Retry-After") is not null;
            });
            AssertComeAgain(await server.Api().GetAsync("/readyz"));
            AssertComeAgain(await server.Api(reader).GetAsync("/api/v1/latest"));
            Assert.Equal(200, (await server.Api().GetAsync("/healthz")).Status);
            int during = ledger.Acknowledged;
            await cluster.StartAsync();
            TimeSpan back = await Patience.UntilAsync("acknowledgements go on", () => Task.FromResult(ledger.Acknowledged > during + 100));
            output.WriteLine($"{(crash ? "kill -9" : "stopped")}: {during} acknowledged before; back after {back.TotalMilliseconds:F0} ms");
            Assert.Equal(200, (await server.Api().GetAsync("/readyz")).Status);
        }
        await stop.CancelAsync();
        await Task.WhenAll(workers);

        // A token made now is known: the server listens for changes again.
        string late = await server.AddDeviceAsync("late", "--any-location");
        await Patience.UntilAsync("the new token is known", async () => (await RawHttp.SendAsync(server.Target, RawHttp.Request(
            "POST", "/api/v1/reports", """{"location":"x","a":1}""", "Authorization: Bearer " + late), RawHttp.NewAddress())).Status == 200);
        LedgerFindings findings = await ledger.CompareAsync(server.Api(reader));
        output.WriteLine(findings.ToString());
        Assert.True(findings.IsClean, findings.ToString());
        Assert.DoesNotContain(server.AllErrors, SharedServers.IsDefect);
    }

    [Fact]
    public async Task A_database_that_hangs_fills_the_queue_to_its_bound_and_no_further()
    {
        const int Values = 250;
        await using PostgresCluster cluster = await PostgresCluster.StartNewAsync();
        await using BarographServer server = await BarographServer.StartAsync(await Place.MakeAsync(Engine.Postgres, cluster));
        string token = await server.AddDeviceAsync("board", "--any-location");
        string reader = await server.AddTokenAsync("reader", "read");
        string values = string.Join(',', Enumerable.Range(0, Values).Select(i => $"\"m{i}\":1"));
        await Patience.UntilAsync("the token is known and its series made", async () =>
            (await server.Api(token).ReportAsync($$"""{"location":"x","time":1760000000,{{values}}}""")).Status == 200);

        // Half a million samples may wait; each request here brings a hundred thousand.
        const int Reports = 400, Requests = 8;
        byte[] Big(int number) => RawHttp.Request("POST", "/api/v1/reports",
            "[" + string.Join(',', Enumerable.Range(0, Reports).Select(i => $$"""{"location":"x","time":{{1_760_000_001 + number * Reports + i}},{{values}}}""")) + "]",
            "Authorization: Bearer " + token);
        Task<RawAnswer>[] waiting;
        RawAnswer refused, small, health, ready;
        await PostgresProcesses.SignalAsync(cluster, "STOP");
        try
        {
            waiting = [.. Enumerable.Range(0, Requests).Select(number => RawHttp.SendAsync(server.Target, Big(number)))];
            refused = await await Task.WhenAny(waiting);
            small = await server.Api(token).ReportAsync($$"""{"location":"x",{{values}}}""");
            health = await server.Api().GetAsync("/healthz");
            ready = await server.Api().GetAsync("/readyz");
        }
        finally
        {
            // A stopped backend does not even notice that its server is gone.
            await PostgresProcesses.SignalAsync(cluster, "CONT");
        }
        RawAnswer[] answers = await Task.WhenAll(waiting);

        AssertComeAgain(refused);
        Assert.Equal("overloaded", refused.Code);
        Assert.Equal(200, health.Status);
        AssertComeAgain(ready);
        int taken = answers.Count(answer => answer.Status == 200);
        output.WriteLine($"{taken} of {answers.Length} requests taken, the rest refused; a small one meanwhile: {small.Status}");
        Assert.InRange(taken, 1, answers.Length - 1);
        Assert.All(answers, answer => Assert.True(answer.Status is 200 or 503, answer.ToString()));
        int stored = (await server.Api(reader).SamplesAsync("x", "m0")).Count(sample => sample.Time > 1_760_000_000m && sample.Time < 1_760_000_001m + Requests * Reports);
        Assert.True(stored >= taken * Reports, $"{stored} stored, {taken * Reports} acknowledged");
        Assert.Equal(200, (await server.Api(token).ReportAsync("""{"location":"x","m0":1}""")).Status);
    }

    private static void AssertComeAgain(RawAnswer answer)
    {
        Assert.True(answer.Status == 503, answer.ToString());
        Assert.InRange(int.Parse(answer.Header("Retry-After")!, global::System.Globalization.CultureInfo.InvariantCulture), 1, 60);
    }
}
