using Barograph.Model;

namespace Barograph.Storage.Tests;

/// <summary>Reports whose time was given at receipt: they never merge, they collide.</summary>
public abstract class ReceiveTimeContract(Engine engine) : StoreContract(engine)
{
    public sealed class Sqlite() : ReceiveTimeContract(Engine.Sqlite);

    public sealed class Postgres() : ReceiveTimeContract(Engine.Postgres);

    [Fact]
    public async Task A_receive_time_that_meets_a_stored_sample_collides_and_nothing_is_stored()
    {
        SeriesId[] series = await NewSeriesAsync(3);
        await AppendAsync(Batches.Of(new Sample(series[0], At(0), 1)));
        SampleBatch batch = new SampleBatch()
            .Timed(new Sample(series[1], At(0), 10))
            .Ours(new Sample(series[2], At(0), 20), new Sample(series[0], At(0), 2));

        AppendResult result = await AppendAsync(batch);

        Assert.False(result.Stored);
        Assert.Equal([1], result.CollidedReports);
        Assert.Equal([new TimedValue(At(0), 1)], await ContentsAsync(series[0]));
        Assert.Empty(await ContentsAsync(series[1]));
        Assert.Empty(await ContentsAsync(series[2]));
    }

    [Fact]
    public async Task An_equal_value_collides_too_because_two_readings_never_merge()
    {
        SeriesId series = (await NewSeriesAsync(1))[0];
        await AppendAsync(Batches.Of(new Sample(series, At(0), 1)));

        AppendResult result = await AppendAsync(new SampleBatch().Ours(new Sample(series, At(0), 1)));

        Assert.Equal([0], result.CollidedReports);
    }

    [Fact]
    public async Task All_collided_reports_are_listed_in_their_order()
    {
        SeriesId[] series = await NewSeriesAsync(4);
        await AppendAsync(Batches.Of(new Sample(series[3], At(0), 1), new Sample(series[1], At(0), 1)));
        SampleBatch batch = new SampleBatch()
            .Ours(new Sample(series[3], At(0), 5))
            .Ours(new Sample(series[2], At(0), 5))
            .Timed(new Sample(series[1], At(0), 1))
            .Ours(new Sample(series[1], At(0), 5))
            .Ours(new Sample(series[1], At(1), 5));

        Assert.Equal([0, 3], (await AppendAsync(batch)).CollidedReports);
    }

    [Fact]
    public async Task Two_receive_times_that_meet_inside_one_batch_collide()
    {
        SeriesId series = (await NewSeriesAsync(1))[0];
        SampleBatch batch = new SampleBatch().Ours(new Sample(series, At(0), 1)).Ours(new Sample(series, At(0), 1));

        AppendResult result = await AppendAsync(batch);

        Assert.Equal([1], result.CollidedReports);
        Assert.Empty(await ContentsAsync(series));
    }

    [Fact]
    public async Task A_receive_time_that_meets_an_earlier_timed_sample_of_its_batch_collides()
    {
        SeriesId series = (await NewSeriesAsync(1))[0];
        SampleBatch batch = new SampleBatch().Timed(new Sample(series, At(0), 1)).Ours(new Sample(series, At(0), 1));

        Assert.Equal([1], (await AppendAsync(batch)).CollidedReports);
        Assert.Empty(await ContentsAsync(series));
    }

    [Fact]
    public async Task A_timed_sample_that_meets_an_earlier_receive_time_of_its_batch_is_a_duplicate_or_a_conflict()
    {
        SeriesId series = (await NewSeriesAsync(1))[0];
        SampleBatch batch = new SampleBatch().Ours(new Sample(series, At(0), 1)).Timed(new Sample(series, At(0), 1), new Sample(series, At(0), 2));

        Assert.Equal("NDC", (await AppendAsync(batch)).Letters(batch));
        Assert.Equal([new TimedValue(At(0), 1)], await ContentsAsync(series));
    }

    [Fact]
    public async Task Moved_on_by_a_microsecond_a_collided_report_is_stored()
    {
        SeriesId[] series = await NewSeriesAsync(2);
        await AppendAsync(Batches.Of(new Sample(series[0], At(0), 1)));
        Assert.False((await AppendAsync(new SampleBatch().Ours(new Sample(series[0], At(0), 2), new Sample(series[1], At(0), 3)))).Stored);

        var later = new Instant(At(0).Microseconds + 1);
        Assert.Null((await AppendAsync(new SampleBatch().Ours(new Sample(series[0], later, 2), new Sample(series[1], later, 3)))).Outcomes);

        Assert.Equal([new TimedValue(At(0), 1), new TimedValue(later, 2)], await ContentsAsync(series[0]));
        Assert.Equal([new TimedValue(later, 3)], await ContentsAsync(series[1]));
    }

    [Fact]
    public async Task Of_many_writers_with_one_receive_time_every_value_is_stored_once()
    {
        const int Writers = 16;
        SeriesId series = (await NewSeriesAsync(1))[0];

        await Task.WhenAll(Enumerable.Range(0, Writers).Select(i => Task.Run(() => AppendUntilStoredAsync(series, i), Cancel)));

        List<TimedValue> stored = await ContentsAsync(series);
        Assert.Equal(Enumerable.Range(0, Writers).Select(i => (double)i), stored.Select(v => v.Value).Order());
    }

    /// <summary>What the committer does: move the report on by a microsecond, and again.</summary>
    private async Task AppendUntilStoredAsync(SeriesId series, double value)
    {
        Instant time = At(0);
        while (!(await AppendAsync(new SampleBatch().Ours(new Sample(series, time, value)))).Stored)
            time = new Instant(time.Microseconds + 1);
    }
}
