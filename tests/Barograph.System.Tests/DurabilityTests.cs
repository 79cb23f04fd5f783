namespace Barograph.SystemTests;

/// <summary>Seen from the kernel: between the read of a request's last byte and the write of its answer the log of the database is synced to the disk.</summary>
[Trait("Category", "Slow")]
public sealed class DurabilityTests(ITestOutputHelper output)
{
    private const int Requests = 5;

    [Theory]
    [InlineData(Engine.Sqlite, "barograph.db-wal")]
    [InlineData(Engine.Postgres, "/pg_wal/")]
    public async Task A_sync_stands_between_request_and_answer(Engine engine, string log)
    {
        int synced = await CountSyncedAsync(engine, ProductBinary.Default, log);

        output.WriteLine($"{engine}: {synced} of {Requests} answers came after a sync of {log}");
        Assert.Equal(Requests, synced);
    }

    /// <summary>The check can fail.</summary>
    [Theory]
    [InlineData(Engine.Sqlite, "barograph.db-wal")]
    [InlineData(Engine.Postgres, "/pg_wal/")]
    public async Task A_build_that_acknowledges_before_the_commit_is_seen(Engine engine, string log)
    {
        int synced = await CountSyncedAsync(engine, await AckBeforeCommit.GetAsync(), log);

        output.WriteLine($"{engine}, acknowledging before the commit: {synced} of {Requests} answers came after a sync of {log}");
        Assert.True(synced < Requests, "every answer seems to come after a sync, though it cannot");
    }

    private static async Task<int> CountSyncedAsync(Engine engine, ProductBinary binary, string log)
    {
        await using PostgresCluster? cluster = engine == Engine.Postgres ? await PostgresCluster.StartNewAsync() : null;
        await using BarographServer server = await BarographServer.StartAsync(await Place.MakeAsync(engine, cluster), new ServerOptions { Binary = binary });
        string token = await server.AddDeviceAsync("board", "--any-location");
        await Patience.UntilAsync("the token is known", async () => (await server.Api(token).ReportAsync("""{"location":"traced","a":1}""")).Status == 200);
        await using SystemCalls calls = await SystemCalls.WatchAsync([server.ProcessId, .. cluster is null ? [] : PostgresProcesses.Of(cluster)]);

        int synced = 0, idle = 0;
        for (int i = 0; i < Requests; i++)
        {
            string marker = $"{{\\\"location\\\":\\\"traced\\\",\\\"a\\\":4242{i}}}";
            Assert.Equal(200, (await server.Api(token).ReportAsync($$"""{"location":"traced","a":4242{{i}}}""")).Status);
            if (await calls.SyncsBetweenAsync(marker, "\\\"stored\\\":1", log))
                synced++;
            await server.Api().GetAsync($"/healthz?idle{i}");
            if (await calls.SyncsBetweenAsync($"/healthz?idle{i}", "200 OK", log))
                idle++;
        }
        Assert.True(idle < Requests, "a request that stores nothing seems to wait for the disk too, so the check says nothing");
        return synced;
    }
}
