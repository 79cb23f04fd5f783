namespace Barograph.SystemTests.Systemd;

/// <summary>What systemd is told: READY=1 when the store is open and HTTP listens, WATCHDOG=1 while batches get through, STOPPING=1 at the end.</summary>
[Trait("Category", "Slow")]
public sealed class SystemdNoticeTests
{
    private static readonly TimeSpan Watchdog = TimeSpan.FromMilliseconds(200);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_says_that_it_is_ready_that_it_lives_and_that_it_stops(bool isAbstract)
    {
        using var systemd = new NoticeSocket(isAbstract);
        await using BarographServer server = await BarographServer.StartAsync(
            await Place.MakeAsync(Engine.Sqlite), new ServerOptions { Environment = systemd.Environment(Watchdog) });

        await systemd.HearsAsync("READY=1");
        Assert.Equal(200, (await server.Api().GetAsync("/readyz")).Status);
        await systemd.HearsAsync("WATCHDOG=1", systemd.Count("WATCHDOG=1") + 5);
        Assert.Equal(0, systemd.Count("STOPPING=1"));
        Assert.Equal(0, await server.StopAsync());

        await systemd.HearsAsync("STOPPING=1");
        Assert.Equal(1, systemd.Count("READY=1"));
        Assert.Equal(1, systemd.Count("STOPPING=1"));
    }

    [Fact]
    public async Task It_is_not_ready_before_the_database_is_there()
    {
        using var systemd = new NoticeSocket(isAbstract: false);
        await using PostgresCluster cluster = await PostgresCluster.StartNewAsync();
        Place place = await Place.MakeAsync(Engine.Postgres, cluster);
        await cluster.StopAsync();

        await using BarographServer server = await BarographServer.StartAsync(
            place, new ServerOptions { StoreIsAway = true, Environment = systemd.Environment(Watchdog) });
        Assert.Equal(503, (await server.Api().GetAsync("/readyz")).Status);
        // Several of its attempts to open the store fit in between.
        await systemd.HearsAsync("WATCHDOG=1", 20);
        Assert.Equal(0, systemd.Count("READY=1"));

        await cluster.StartAsync();
        await systemd.HearsAsync("READY=1");
        Assert.Equal(200, (await server.Api().GetAsync("/readyz")).Status);
    }

    [Fact]
    public async Task A_batch_that_hangs_silences_it_and_afterwards_it_is_heard_again()
    {
        using var systemd = new NoticeSocket(isAbstract: false);
        await using PostgresCluster cluster = await PostgresCluster.StartNewAsync();
        await using BarographServer server = await BarographServer.StartAsync(
            await Place.MakeAsync(Engine.Postgres, cluster), new ServerOptions { Environment = systemd.Environment(TimeSpan.FromSeconds(1)) });
        string token = await server.AddDeviceAsync("board", "--any-location");
        Assert.Equal(200, (await server.Api(token).ReportAsync("""{"location":"x","a":1}""")).Status);
        int Silences() => server.Printed.Errors.Count(line => line.Contains("is not told that the server lives", StringComparison.Ordinal));

        await PostgresProcesses.SignalAsync(cluster, "STOP");
        Task<RawAnswer> waiting = server.Api(token).ReportAsync("""{"location":"x","a":2}""");
        await Patience.UntilAsync("it notices", () => Silences() >= 1, () => server.Printed.All);
        int before = systemd.Count("WATCHDOG=1");
        await Patience.UntilAsync("it still hangs", () => Silences() >= 4, () => server.Printed.All);
        Assert.Equal(before, systemd.Count("WATCHDOG=1"));
        Assert.False(waiting.IsCompleted);

        await PostgresProcesses.SignalAsync(cluster, "CONT");
        Assert.Equal(200, (await waiting).Status);
        await systemd.HearsAsync("WATCHDOG=1", before + 3);
    }

    [Fact]
    public async Task A_watchdog_that_is_meant_for_another_process_is_left_alone()
    {
        using var systemd = new NoticeSocket(isAbstract: false);
        Dictionary<string, string> environment = systemd.Environment(Watchdog);
        environment["WATCHDOG_PID"] = "1";
        await using BarographServer server = await BarographServer.StartAsync(await Place.MakeAsync(Engine.Sqlite), new ServerOptions { Environment = environment });

        await systemd.HearsAsync("READY=1");
        Assert.Equal(0, await server.StopAsync());
        await systemd.HearsAsync("STOPPING=1");

        Assert.Equal(0, systemd.Count("WATCHDOG=1"));
    }

    [Fact]
    public async Task A_notify_socket_that_is_gone_does_not_hinder_it()
    {
        var environment = new Dictionary<string, string> { ["NOTIFY_SOCKET"] = "/nonexistent/notify" };
        await using BarographServer server = await BarographServer.StartAsync(await Place.MakeAsync(Engine.Sqlite), new ServerOptions { Environment = environment });

        Assert.Equal(200, (await server.Api().GetAsync("/readyz")).Status);
        await Patience.UntilAsync("it says so", () => server.Printed.Errors.Any(line => line.Contains("NOTIFY_SOCKET", StringComparison.Ordinal)));
        Assert.Equal(0, await server.StopAsync());
        Assert.DoesNotContain(server.AllErrors, SharedServers.IsDefect);
    }
}
