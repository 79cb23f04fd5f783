using Barograph.Model;

namespace Barograph.Storage.Tests;

/// <summary>Timed samples: new, duplicate, conflict; all or nothing; what the database refuses.</summary>
public abstract class AppendContract(Engine engine) : StoreContract(engine)
{
    public sealed class Sqlite() : AppendContract(Engine.Sqlite);

    public sealed class Postgres() : AppendContract(Engine.Postgres);

    [Fact]
    public async Task A_batch_of_new_samples_is_all_new_and_says_so_at_no_cost()
    {
        SeriesId[] series = await NewSeriesAsync(2);
        SampleBatch batch = Batches.Of(new Sample(series[0], At(0), 21.4), new Sample(series[1], At(0), 40.1), new Sample(series[0], At(1), 21.5));

        AppendResult result = await AppendAsync(batch);

        Assert.True(result.Stored);
        Assert.Null(result.Outcomes);
        Assert.Empty(result.CollidedReports);
        Assert.Equal([new TimedValue(At(0), 21.4), new TimedValue(At(1), 21.5)], await ContentsAsync(series[0]));
        Assert.Equal([new TimedValue(At(0), 40.1)], await ContentsAsync(series[1]));
    }

    [Fact]
    public async Task A_retry_never_doubles()
    {
        SeriesId[] series = await NewSeriesAsync(2);
        SampleBatch batch = new SampleBatch().Timed(new Sample(series[0], At(0), 21.4), new Sample(series[1], At(0), 40.1));
        await AppendAsync(batch);

        for (int i = 0; i < 3; i++)
            Assert.Equal("DD", (await AppendAsync(batch)).Letters(batch));

        Assert.Equal([new TimedValue(At(0), 21.4)], await ContentsAsync(series[0]));
    }

    [Fact]
    public async Task Of_two_values_for_one_moment_the_first_wins()
    {
        SeriesId series = (await NewSeriesAsync(1))[0];
        await AppendAsync(Batches.Of(new Sample(series, At(0), 1)));
        SampleBatch other = Batches.Of(new Sample(series, At(0), 2));

        Assert.Equal("C", (await AppendAsync(other)).Letters(other));
        Assert.Equal("C", (await AppendAsync(other)).Letters(other));

        Assert.Equal([new TimedValue(At(0), 1)], await ContentsAsync(series));
    }

    [Fact]
    public async Task A_mixed_batch_gets_its_outcomes_in_its_own_order()
    {
        SeriesId[] series = await NewSeriesAsync(2);
        await AppendAsync(Batches.Of(new Sample(series[0], At(5), 5), new Sample(series[1], At(5), 50)));
        // Neither sorted by series nor by time, so that an engine that sorts must find its way back.
        SampleBatch batch = new SampleBatch()
            .Timed(new Sample(series[1], At(9), 90), new Sample(series[0], At(5), 5))
            .Timed(new Sample(series[1], At(5), 51))
            .Timed(new Sample(series[0], At(1), 1), new Sample(series[1], At(5), 50), new Sample(series[1], At(2), 20));

        Assert.Equal("NDCNDN", (await AppendAsync(batch)).Letters(batch));

        Assert.Equal([new TimedValue(At(1), 1), new TimedValue(At(5), 5)], await ContentsAsync(series[0]));
        Assert.Equal([new TimedValue(At(2), 20), new TimedValue(At(5), 50), new TimedValue(At(9), 90)], await ContentsAsync(series[1]));
    }

    [Fact]
    public async Task A_repeat_inside_one_batch_is_a_duplicate_or_a_conflict_of_the_first()
    {
        SeriesId[] series = await NewSeriesAsync(2);
        SampleBatch batch = Batches.Of(
            new Sample(series[0], At(0), 1), new Sample(series[0], At(0), 1), new Sample(series[0], At(0), 2),
            new Sample(series[1], At(0), 2), new Sample(series[0], At(0), 1));

        Assert.Equal("NDCND", (await AppendAsync(batch)).Letters(batch));

        Assert.Equal([new TimedValue(At(0), 1)], await ContentsAsync(series[0]));
        Assert.Equal([new TimedValue(At(0), 2)], await ContentsAsync(series[1]));
    }

    [Fact]
    public async Task A_value_that_the_database_refuses_takes_the_batch_with_it_and_nothing_is_stored()
    {
        SeriesId[] series = await NewSeriesAsync(2);
        await Place.PoisonAsync(666);
        SampleBatch batch = Batches.Of(new Sample(series[0], At(0), 1), new Sample(series[1], At(0), 666), new Sample(series[0], At(1), 2));

        await Assert.ThrowsAsync<BatchRefusedException>(async () => await AppendAsync(batch));

        Assert.Empty(await ContentsAsync(series[0]));
        Assert.Empty(await ContentsAsync(series[1]));
    }

    [Fact]
    public async Task After_a_refused_batch_its_good_half_is_accepted()
    {
        SeriesId[] series = await NewSeriesAsync(2);
        await Place.PoisonAsync(666);
        SampleBatch good = Batches.Of(new Sample(series[0], At(0), 1));
        SampleBatch bad = Batches.Of(new Sample(series[1], At(0), 666));
        for (int i = 0; i < 3; i++)
            await Assert.ThrowsAsync<BatchRefusedException>(async () => await AppendAsync(bad));

        Assert.Equal("N", (await AppendAsync(good)).Letters(good));
        await Assert.ThrowsAsync<BatchRefusedException>(async () => await AppendAsync(bad));

        Assert.Equal([new TimedValue(At(0), 1)], await ContentsAsync(series[0]));
    }

    [Fact]
    public async Task Nine_thousand_samples_go_in_as_one_batch()
    {
        SeriesId[] series = await NewSeriesAsync(9);
        var batch = new SampleBatch();
        for (int i = 0; i < 1000; i++)
            batch.Timed([.. series.Select(id => new Sample(id, At(i), i + id.Value))]);

        Assert.Null((await AppendAsync(batch)).Outcomes);
        Assert.Equal(new string('D', 9000), (await AppendAsync(batch)).Letters(batch));

        foreach (SeriesId id in series)
            Assert.Equal(1000, await Store.Reader.CountAsync(id, TimeRange.All, long.MaxValue, Cancel));
    }
}
