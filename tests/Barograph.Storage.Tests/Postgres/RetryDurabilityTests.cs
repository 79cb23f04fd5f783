using Barograph.Model;
using Npgsql;

namespace Barograph.Storage.Tests;

/// <summary>What an answer "duplicate" rests on, and what a standby that is away must not cost.</summary>
public sealed class RetryDurabilityTests(OwnCluster own) : PostgresTest(() => Task.FromResult(own.Cluster)), IClassFixture<OwnCluster>
{
    /// <remarks>
    /// The row that is repeated was committed by somebody else without waiting for the disk, as this cluster does by default. One move of the
    /// log could be somebody else's, ten in a row are not.
    /// </remarks>
    [Fact]
    public async Task A_duplicate_is_acknowledged_only_when_what_it_repeats_is_on_disk()
    {
        IStore store = await Place.OpenAsync(Cancel);
        SeriesId series = await NewSeriesAsync(store);
        for (int i = 0; i < 10; i++)
        {
            Instant time = Start + TimeSpan.FromSeconds(i);
            await Place.SqlAsync(FormattableString.Invariant(
                $"SET barograph.append = '1'; INSERT INTO sample VALUES ({series.Value}, timestamptz '2024-03-01 00:00:00+00' + interval '{i} s', 1)"));
            object? before = await Place.SqlAsync("SELECT pg_current_wal_flush_lsn()::text");
            SampleBatch repeated = Batches.Of(new Sample(series, time, 1));

            Assert.Equal("D", (await store.Writer.AppendAsync(repeated, Cancel)).Letters(repeated));

            Assert.NotEqual(before, await Place.SqlAsync("SELECT pg_current_wal_flush_lsn()::text"));
        }
    }

    [Fact]
    public async Task Commits_that_wait_for_a_standby_cannot_take_every_connection()
    {
        IStore store = await Place.OpenAsync(Cancel);
        SeriesId series = await NewSeriesAsync(store);
        // Stand-ins for commits that were given up and still wait in the database.
        var name = new NpgsqlConnectionStringBuilder(Place.ConnectionString) { ApplicationName = "barograph append", Pooling = false };
        var waiting = new List<NpgsqlConnection>();
        for (int i = 0; i < 24; i++)
        {
            waiting.Add(new NpgsqlConnection(name.ConnectionString));
            await waiting[i].OpenAsync(Cancel);
        }
        SampleBatch batch = Batches.Of(new Sample(series, Start, 1));

        await Assert.ThrowsAsync<StorageUnavailableException>(async () => await store.Writer.AppendAsync(batch, Cancel));

        await waiting[0].DisposeAsync();
        while (!Equals(await Place.SqlAsync("SELECT count(*) < 24 FROM pg_stat_activity WHERE application_name = 'barograph append'"), true))
            await Task.Delay(10, Cancel);
        Assert.Equal("N", (await store.Writer.AppendAsync(batch, Cancel)).Letters(batch));
        foreach (NpgsqlConnection connection in waiting)
            await connection.DisposeAsync();
    }

    [Fact]
    public async Task When_the_year_turns_months_stay_months()
    {
        // As if upkeep had run last in this year and then in the year after next.
        await Place.SqlAsync("SELECT ensure_partitions(date_trunc('year', now()) + interval '2 years 1 month')");

        Assert.Equal(0L, await Place.SqlAsync("""
            SELECT count(*) FROM pg_inherits JOIN pg_class c ON c.oid = inhrelid
            WHERE c.relname = to_char(now(), '"sample_"YYYY')
            """));
        Assert.Equal(12L, await Place.SqlAsync("""
            SELECT count(*) FROM pg_inherits JOIN pg_class c ON c.oid = inhrelid
            WHERE c.relname ~ (to_char(now(), '"^sample_"YYYY') || '_[0-9]{2}$')
            """));
        Assert.Equal(0, await Place.SqlAsync("SELECT ensure_partitions(date_trunc('year', now()) + interval '2 years 1 month')"));
    }
}
