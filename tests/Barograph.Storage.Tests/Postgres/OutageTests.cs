using System.Globalization;
using Barograph.Model;
using Barograph.TestSupport;

namespace Barograph.Storage.Tests;

/// <summary>The database goes away and comes back; the store says so and recovers by itself, and what it acknowledged is there.</summary>
[Trait("Category", "Slow")]
public sealed class OutageTests(OwnCluster own) : PostgresTest(() => Task.FromResult(own.Cluster)), IClassFixture<OwnCluster>
{
    [Fact]
    public async Task With_the_database_stopped_every_call_says_unavailable_and_the_store_comes_back_by_itself()
    {
        IStore store = await Place.OpenAsync(Cancel);
        SeriesId series = await NewSeriesAsync(store);
        await store.Writer.AppendAsync(Batches.Of(new Sample(series, Start, 1)), Cancel);
        await Cluster.StopAsync();
        Func<Task>[] calls =
        [
            async () => await store.Writer.AppendAsync(Batches.Of(new Sample(series, Start, 2)), Cancel),
            async () => await store.Reader.LatestAsync(null, Cancel),
            async () => await ContentsAsync(store, series),
            async () => await store.Devices.ListAsync(Cancel),
            async () => await store.Series.FindOrCreateAsync([new SeriesWish(new SeriesKey("a", "b"), null)], 1, 1, Cancel),
            async () => await store.Activity.AppendAsync([new DeviceActivity(1, Start, 1, 1, 0, 0)], [], Cancel),
        ];

        foreach (Func<Task> call in calls)
            for (int i = 0; i < 2; i++)
                await Assert.ThrowsAsync<StorageUnavailableException>(call);
        await Cluster.StartAsync();

        await UntilAvailableAsync(async () => await store.Devices.ListAsync(Cancel));
        await AppendUntilStoredAsync(store, new Sample(series, Start + TimeSpan.FromSeconds(1), 2));
        Assert.Equal([1.0, 2.0], (await ContentsAsync(store, series)).Select(v => v.Value));
    }

    [Fact]
    public async Task A_store_opened_while_the_database_is_away_can_be_opened_later()
    {
        await Cluster.StopAsync();
        IStore store = Place.NewStore();
        for (int i = 0; i < 3; i++)
            await Assert.ThrowsAsync<StorageUnavailableException>(async () => await store.OpenAsync(Cancel));
        await Cluster.StartAsync();

        await store.OpenAsync(Cancel);

        Assert.Empty(await store.Devices.ListAsync(Cancel));
    }

    [Fact]
    public async Task A_frozen_database_does_not_hang_the_opening()
    {
        IStore store = Place.NewStore();
        await Cluster.PauseAsync();
        try
        {
            await Assert.ThrowsAsync<StorageUnavailableException>(async () => await store.OpenAsync(Cancel));
        }
        finally
        {
            await Cluster.ResumeAsync();
        }
        await UntilAvailableAsync(async () => await store.OpenAsync(Cancel));
    }

    [Fact]
    public async Task With_its_connections_cut_under_load_nothing_acknowledged_is_lost_and_nothing_doubled() =>
        await AppendUnderAsync(Place.CutConnectionsAsync);

    [Fact]
    public async Task With_a_backend_killed_under_load_nothing_acknowledged_is_lost_and_nothing_doubled() =>
        // PostgreSQL answers by restarting all of itself.
        await AppendUnderAsync(async () =>
        {
            object? pid = await Place.SqlAsync(
                "SELECT max(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()");
            if (pid is int backend)
                await Shell.SignalAsync("KILL", backend);
        });

    [Fact]
    public async Task With_the_server_killed_under_load_nothing_acknowledged_is_lost_and_nothing_doubled() =>
        await AppendUnderAsync(async () =>
        {
            await Cluster.KillAsync();
            await Cluster.StartAsync();
        });

    [Fact]
    public async Task Listening_survives_a_cut_and_tells_of_what_came_after_it()
    {
        IStore store = await Place.OpenAsync(Cancel);
        await using var listener = new ChangeListener(store);
        await listener.NextAsync();
        for (int round = 0; round < 3; round++)
        {
            await listener.TimeUntilToldAsync(Place.CutConnectionsAsync);
            string sql = string.Create(CultureInfo.InvariantCulture, $"INSERT INTO device (name, created_at) VALUES ('board {round}', now())");
            await listener.TimeUntilToldAsync(() => Place.SqlAsync(sql));
        }
    }

    [Fact]
    public async Task Listening_survives_a_restart_of_the_database()
    {
        IStore store = await Place.OpenAsync(Cancel);
        await using var listener = new ChangeListener(store);
        await listener.NextAsync();

        await listener.TimeUntilToldAsync(async () =>
        {
            await Cluster.StopAsync();
            await Cluster.StartAsync();
        });

        await listener.TimeUntilToldAsync(() => Place.SqlAsync("INSERT INTO device (name, created_at) VALUES ('board', now())"));
    }

    /// <summary>Four writers, each with samples of its own, go on through three blows; each sample is repeated until it is acknowledged.</summary>
    private async Task AppendUnderAsync(Func<Task> blow)
    {
        const int Writers = 4;
        IStore store = await Place.OpenAsync(Cancel);
        var series = new SeriesId[Writers];
        for (int i = 0; i < Writers; i++)
            series[i] = await NewSeriesAsync(store, metric: FormattableString.Invariant($"m{i}"));
        var acknowledged = new int[Writers];
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        Task[] writers = [.. Enumerable.Range(0, Writers).Select(i => Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
                await AppendUntilStoredAsync(store, new Sample(series[i], Start + TimeSpan.FromSeconds(acknowledged[i]), acknowledged[i]++));
        }, Cancel))];

        for (int round = 0; round < 3; round++)
        {
            await UntilAllGoOnAsync(acknowledged, writers);
            await blow();
        }
        await UntilAllGoOnAsync(acknowledged, writers);
        await stop.CancelAsync();
        await Task.WhenAll(writers);

        for (int i = 0; i < Writers; i++)
            Assert.Equal(Enumerable.Range(0, acknowledged[i]).Select(n => (double)n), (await ContentsAsync(store, series[i])).Select(v => v.Value));
    }

    /// <summary>Waits until every writer has stored ten more.</summary>
    private static async Task UntilAllGoOnAsync(int[] acknowledged, Task[] writers)
    {
        int[] before = [.. acknowledged];
        while (acknowledged.Zip(before).Any(pair => pair.First < pair.Second + 10))
        {
            Assert.DoesNotContain(writers, writer => writer.IsFaulted);
            await Task.Delay(5, Cancel);
        }
    }

    private static async Task AppendUntilStoredAsync(IStore store, Sample sample) =>
        await UntilAvailableAsync(async () => Assert.True((await store.Writer.AppendAsync(Batches.Of(sample), Cancel)).Stored));

    private static async Task UntilAvailableAsync(Func<Task> call)
    {
        while (true)
        {
            try
            {
                await call();
                return;
            }
            catch (StorageUnavailableException)
            {
                await Task.Delay(10, Cancel);
            }
        }
    }
}
