using Barograph.Model;

namespace Barograph.Storage.Tests;

/// <summary>Many threads at once, and several stores on one place where the engine allows it.</summary>
public abstract class ConcurrencyContract(Engine engine) : StoreContract(engine)
{
    private const int Threads = 8;

    public sealed class Sqlite() : ConcurrencyContract(Engine.Sqlite);

    public sealed class Postgres() : ConcurrencyContract(Engine.Postgres);

    [Fact]
    public async Task Concurrent_appends_lose_nothing()
    {
        const int Rounds = 25;
        SeriesId[] series = await NewSeriesAsync(Threads);

        await OnEachThread(async (thread, store) =>
        {
            for (int round = 0; round < Rounds; round++)
                Assert.True((await store.Writer.AppendAsync(Batches.Of(
                    new Sample(series[thread], At(round), round), new Sample(series[(thread + 1) % Threads], At(1000 + round), round)), Cancel)).Stored);
        });

        foreach (SeriesId id in series)
            Assert.Equal(2 * Rounds, (await ContentsAsync(id)).Count);
    }

    [Fact]
    public async Task Of_concurrent_tries_of_one_sample_exactly_one_is_new()
    {
        const int Rounds = 20;
        SeriesId series = (await NewSeriesAsync(1))[0];
        int news = 0;

        await OnEachThread(async (_, store) =>
        {
            for (int round = 0; round < Rounds; round++)
            {
                SampleBatch batch = Batches.Of(new Sample(series, At(round), 1));
                if ((await store.Writer.AppendAsync(batch, Cancel)).Letters(batch) == "N")
                    Interlocked.Increment(ref news);
            }
        });

        Assert.Equal(Rounds, news);
        Assert.Equal(Rounds, (await ContentsAsync(series)).Count);
    }

    [Fact]
    public async Task Of_concurrent_different_values_one_is_new_and_the_rest_are_conflicts()
    {
        const int Rounds = 20;
        SeriesId series = (await NewSeriesAsync(1))[0];
        var winners = new double[Rounds];
        int news = 0;

        await OnEachThread(async (thread, store) =>
        {
            for (int round = 0; round < Rounds; round++)
            {
                SampleBatch batch = Batches.Of(new Sample(series, At(round), thread));
                string letter = (await store.Writer.AppendAsync(batch, Cancel)).Letters(batch);
                Assert.Contains(letter, (string[])["N", "C"]);
                if (letter == "N")
                {
                    winners[round] = thread;
                    Interlocked.Increment(ref news);
                }
            }
        });

        Assert.Equal(Rounds, news);
        Assert.Equal(winners, (await ContentsAsync(series)).Select(v => v.Value));
    }

    /// <remarks>Two writers that lock the same rows in different orders are what a database answers with a deadlock.</remarks>
    [Fact]
    public async Task Batches_that_cross_each_other_all_get_through()
    {
        const int Rounds = 10;
        SeriesId[] series = await NewSeriesAsync(20);

        await OnEachThread(async (thread, store) =>
        {
            for (int round = 0; round < Rounds; round++)
            {
                IEnumerable<SeriesId> order = thread % 2 == 0 ? series : series.Reverse();
                Assert.True((await store.Writer.AppendAsync(Batches.Of([.. order.Select(id => new Sample(id, At(round), 1))]), Cancel)).Stored);
            }
        });

        foreach (SeriesId id in series)
            Assert.Equal(Rounds, (await ContentsAsync(id)).Count);
    }

    [Fact]
    public async Task Receipts_that_cross_each_other_all_get_through()
    {
        const int Reports = 20;
        SeriesId[] series = await NewSeriesAsync(Threads);
        int news = 0;

        await OnEachThread(async (thread, store) =>
        {
            var batch = new SampleBatch();
            for (int i = 0; i < Reports; i++)
            {
                int report = thread % 2 == 0 ? i : Reports - 1 - i;
                batch.WithReceipt(new Receipt(1, FormattableString.Invariant($"r{report}"), At(0)), new Sample(series[thread], At(report), 1));
            }
            Interlocked.Add(ref news, (await store.Writer.AppendAsync(batch, Cancel)).Letters(batch).Count(letter => letter == 'N'));
        });

        Assert.Equal(Reports, news);
    }

    [Fact]
    public async Task What_was_stored_is_seen_by_every_reader_at_once()
    {
        SeriesId[] series = await NewSeriesAsync(Threads);

        await OnEachThread(async (thread, store) =>
        {
            for (int round = 1; round <= 10; round++)
            {
                await AppendAsync(Batches.Of(new Sample(series[thread], At(round), round)));
                Assert.Equal(round, await store.Reader.CountAsync(series[thread], TimeRange.All, 100, Cancel));
                Assert.Equal(round, (await ContentsAsync(series[thread], store)).Count);
                Assert.Equal(At(round), (await store.Reader.LatestAsync(null, Cancel)).Single(s => s.Series.Id == series[thread]).Time);
            }
        });
    }

    /// <summary>Runs an action on several threads at once; half of them on a second store where the engine shares its place.</summary>
    private async Task OnEachThread(Func<int, IStore, Task> action)
    {
        IStore second = Engine.SharesPlace ? await Place.OpenAsync(Cancel) : Store;
        await Task.WhenAll(Enumerable.Range(0, Threads).Select(i => Task.Run(() => action(i, i % 4 < 2 ? Store : second), Cancel)));
    }
}
