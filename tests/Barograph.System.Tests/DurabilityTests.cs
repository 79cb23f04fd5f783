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
        (int answers, int synced) = await CountSyncedAsync(engine, ProductBinary.Default, log, Requests);

        output.WriteLine($"{engine}: {synced} of {answers} answers came after a sync of {log}");
        Assert.Equal((Requests, Requests), (answers, synced));
    }

    /// <summary>The check can fail. The bad build answers while it commits, so that some of its answers may come after the sync by luck.</summary>
    [Theory]
    [InlineData(Engine.Sqlite, "barograph.db-wal")]
    [InlineData(Engine.Postgres, "/pg_wal/")]
    public async Task A_build_that_acknowledges_before_the_commit_is_seen(Engine engine, string log)
    {
        (int answers, int synced) = await CountSyncedAsync(engine, await AckBeforeCommit.GetAsync(), log, 20 * Requests);

        output.WriteLine($"{engine}, acknowledging before the commit: {synced} of {answers} answers came after a sync of {log}");
        Assert.True(synced < answers, "every answer seems to come after a sync, though it cannot");
    }

    /// <summary>Sends requests one after the other, until an answer came without a sync.</summary>
    private static async Task<(int Answers, int Synced)> CountSyncedAsync(Engine engine, ProductBinary binary, string log, int requests)
    {
        await using PostgresCluster? cluster = engine == Engine.Postgres ? await PostgresCluster.StartNewAsync() : null;
        await using BarographServer server = await BarographServer.StartAsync(await Place.MakeAsync(engine, cluster), new ServerOptions { Binary = binary });
        string token = await server.AddDeviceAsync("board", "--any-location");
        // The series is made now, so that its own commit is not taken for the sample's.
        Assert.Equal(200, (await server.Api(token).ReportAsync("""{"location":"traced","a":1}""")).Status);
        await using SystemCalls calls = await SystemCalls.WatchAsync([server.ProcessId, .. cluster is null ? [] : PostgresProcesses.Of(cluster)]);

        int answers = 0, synced = 0, idle = 0;
        while (answers < requests && synced == answers)
        {
            string marker = $"{{\\\"location\\\":\\\"traced\\\",\\\"a\\\":4242{answers}}}";
            Assert.Equal(200, (await server.Api(token).ReportAsync($$"""{"location":"traced","a":4242{{answers}}}""")).Status);
            synced += await calls.SyncsBetweenAsync(marker, "\\\"stored\\\":1", log) ? 1 : 0;
            await server.Api().GetAsync($"/healthz?idle{answers}x");
            idle += await calls.SyncsBetweenAsync($"/healthz?idle{answers}x", "200 OK", log) ? 1 : 0;
            answers++;
        }
        Assert.True(idle < answers || answers == 1, "a request that stores nothing seems to wait for the disk too, so the check says nothing");
        return (answers, synced);
    }
}
