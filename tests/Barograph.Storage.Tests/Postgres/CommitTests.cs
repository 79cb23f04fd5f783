using Barograph.Model;

namespace Barograph.Storage.Tests;

/// <summary>An acknowledgement means that it is on disk, whatever the cluster's defaults are.</summary>
public sealed class CommitTests(OwnCluster own) : PostgresTest(() => Task.FromResult(own.Cluster)), IClassFixture<OwnCluster>
{
    /// <remarks>
    /// The cluster's default is synchronous_commit=off with a log writer that sleeps for ten seconds: unless the store asks for more, the log
    /// on disk does not move. One move could be somebody else's, ten in a row are not.
    /// </remarks>
    [Fact]
    public async Task Every_append_moves_the_log_on_disk_before_it_returns()
    {
        IStore store = await Place.OpenAsync(Cancel);
        SeriesId series = await NewSeriesAsync(store);
        for (int i = 0; i < 10; i++)
        {
            object? before = await FlushedAsync();
            await store.Writer.AppendAsync(Batches.Of(new Sample(series, Start + TimeSpan.FromSeconds(i), i)), Cancel);
            Assert.NotEqual(before, await FlushedAsync());
        }
    }

    [Fact]
    public async Task The_clusters_own_default_would_not_have_done_it()
    {
        await Place.SqlAsync("CREATE TABLE proof (x int)");
        bool stoodStill = false;
        for (int i = 0; i < 10 && !stoodStill; i++)
        {
            object? before = await FlushedAsync();
            await Place.SqlAsync("INSERT INTO proof VALUES (1)");
            stoodStill = Equals(before, await FlushedAsync());
        }

        Assert.True(stoodStill, "The test above could not fail on this cluster.");
    }

    /// <remarks>The row is somebody else's, visible by a commit that did not wait for the disk. To answer "duplicate" is to promise it.</remarks>
    [Fact]
    public async Task What_is_called_a_duplicate_is_on_disk_too()
    {
        IStore store = await Place.OpenAsync(Cancel);
        SeriesId series = await NewSeriesAsync(store);
        for (int i = 0; i < 5; i++)
        {
            Instant time = Start + TimeSpan.FromSeconds(i);
            string row = FormattableString.Invariant($"SET barograph.append = '1'; INSERT INTO sample VALUES ({series.Value}, to_timestamp({time.Microseconds / 1_000_000}), 1)");
            await Place.SqlAsync(row);
            object? written = await Place.SqlAsync("SELECT pg_current_wal_insert_lsn()::text");
            SampleBatch retry = Batches.Of(new Sample(series, time, 1));
            Assert.Equal("D", (await store.Writer.AppendAsync(retry, Cancel)).Letters(retry));
            Assert.Equal(true, await Place.SqlAsync($"SELECT pg_current_wal_flush_lsn() >= '{written}'::pg_lsn"));
        }
    }

    [Fact]
    public async Task A_new_series_and_a_new_device_are_on_disk_too()
    {
        IStore store = await Place.OpenAsync(Cancel);
        for (int i = 0; i < 5; i++)
        {
            object? before = await FlushedAsync();
            await NewSeriesAsync(store, metric: FormattableString.Invariant($"m{i}"));
            Assert.NotEqual(before, await FlushedAsync());
        }
    }

    /// <remarks>
    /// With a standby that does not answer, a cancelled wait ends in a commit that reports success with a warning (01000): the row may be on one
    /// machine only. That is not an acknowledgement.
    /// </remarks>
    [Fact]
    public async Task A_warning_on_commit_is_no_acknowledgement()
    {
        IStore store = await Place.OpenAsync(Cancel);
        SeriesId series = await NewSeriesAsync(store);
        await Place.SqlAsync("ALTER SYSTEM SET synchronous_standby_names = 'absent'");
        await Place.SqlAsync("SELECT pg_reload_conf()");
        try
        {
            while (!await IsTrueAsync("SELECT current_setting('synchronous_standby_names') = 'absent'"))
                await Task.Delay(10, Cancel);
            Task<AppendResult> append = store.Writer.AppendAsync(Batches.Of(new Sample(series, Start, 1)), Cancel).AsTask();
            while (!append.IsCompleted
                   && !await IsTrueAsync("SELECT count(pg_cancel_backend(pid)) > 0 FROM pg_stat_activity WHERE wait_event = 'SyncRep'"))
                await Task.Delay(10, Cancel);

            await Assert.ThrowsAsync<StorageUnavailableException>(() => append);
        }
        finally
        {
            await Place.SqlAsync("ALTER SYSTEM RESET synchronous_standby_names");
            await Place.SqlAsync("SELECT pg_reload_conf()");
        }
        SampleBatch retry = Batches.Of(new Sample(series, Start, 1));
        while (true)
        {
            try
            {
                Assert.Equal("D", (await store.Writer.AppendAsync(retry, Cancel)).Letters(retry));
                return;
            }
            catch (StorageUnavailableException)
            {
                // The reload reaches each backend in its own time.
                await Task.Delay(20, Cancel);
            }
        }
    }

    [Fact]
    public async Task A_change_by_plain_SQL_is_told()
    {
        IStore store = await Place.OpenAsync(Cancel);
        await using var listener = new ChangeListener(store);
        await listener.NextAsync();
        foreach (string change in (string[])[
            "INSERT INTO device (name, created_at) VALUES ('board', now())", "UPDATE device SET revoked_at = now()", "DELETE FROM device"])
            await listener.TimeUntilToldAsync(() => Place.SqlAsync(change));
    }

    private Task<object?> FlushedAsync() => Place.SqlAsync("SELECT pg_current_wal_flush_lsn()::text");

    private async Task<bool> IsTrueAsync(string condition) => Equals(await Place.SqlAsync(condition), true);
}
