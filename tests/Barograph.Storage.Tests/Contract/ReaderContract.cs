using Barograph.Model;

namespace Barograph.Storage.Tests;

public abstract class ReaderContract(Engine engine) : StoreContract(engine)
{
    public sealed class Sqlite() : ReaderContract(Engine.Sqlite);

    public sealed class Postgres() : ReaderContract(Engine.Postgres);

    [Theory]
    [InlineData(0, 10, 10)]
    [InlineData(2, 5, 3)]
    [InlineData(2, 2, 0)]
    [InlineData(5, 2, 0)]
    [InlineData(-5, 0, 0)]
    [InlineData(-5, 0.000001, 1)]
    [InlineData(9, 9.000001, 1)]
    [InlineData(9.000001, 100, 0)]
    public async Task A_range_holds_its_start_and_not_its_end(double from, double to, int expected)
    {
        SeriesId[] series = await NewSeriesAsync(2);
        await AppendAsync(Batches.Of([.. Enumerable.Range(0, 10).SelectMany(i =>
            (Sample[])[new Sample(series[0], At(i), i), new Sample(series[1], At(i + 0.5), -i)])]));
        var range = new TimeRange(At(from), At(to));

        List<TimedValue> values = await ReadAsync(series[0], range);

        Assert.Equal(Enumerable.Range(0, 10).Where(i => range.Contains(At(i))).Select(i => new TimedValue(At(i), i)), values);
        Assert.Equal(expected, values.Count);
        Assert.Equal(expected, await Store.Reader.CountAsync(series[0], range, long.MaxValue, Cancel));
    }

    [Fact]
    public async Task Samples_are_read_in_the_order_of_their_times_whatever_the_order_of_their_arrival()
    {
        SeriesId series = (await NewSeriesAsync(1))[0];
        // The jumps of years cross partitions.
        double[] seconds = [0, 3e7, -6e7, 1, -9e7, 3e7 + 1, 5e7, -1e8];
        foreach (double second in seconds)
            await AppendAsync(Batches.Of(new Sample(series, At(second), second)));

        Assert.Equal(seconds.Order().Select(s => new TimedValue(At(s), s)), await ContentsAsync(series));
    }

    [Fact]
    public async Task A_long_range_comes_in_many_blocks_of_a_few_thousand_and_complete()
    {
        const int Count = 25_000;
        SeriesId series = (await NewSeriesAsync(1))[0];
        await AppendAsync(Batches.Of([.. Enumerable.Range(0, Count).Select(i => new Sample(series, At(i), i))]));

        int seen = 0;
        int blocks = 0;
        await foreach (ReadOnlyMemory<TimedValue> block in Store.Reader.ReadAsync(series, TimeRange.All, Cancel))
        {
            Assert.InRange(block.Length, 1, 10_000);
            foreach (TimedValue value in block.Span)
                Assert.Equal(new TimedValue(At(seen), seen++), value);
            blocks++;
        }

        Assert.Equal(Count, seen);
        Assert.True(blocks > 1);
    }

    [Fact]
    public async Task A_reader_that_stops_early_or_is_cancelled_leaves_the_store_in_order()
    {
        SeriesId series = (await NewSeriesAsync(1))[0];
        await AppendAsync(Batches.Of([.. Enumerable.Range(0, 25_000).Select(i => new Sample(series, At(i), i))]));
        for (int i = 0; i < 50; i++)
            await foreach (ReadOnlyMemory<TimedValue> _ in Store.Reader.ReadAsync(series, TimeRange.All, Cancel))
                break;

        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (ReadOnlyMemory<TimedValue> _ in Store.Reader.ReadAsync(series, TimeRange.All, stop.Token))
                await stop.CancelAsync();
        });

        Assert.Equal(25_000, (await ContentsAsync(series)).Count);
        SampleBatch next = Batches.Of(new Sample(series, At(-1), 0));
        Assert.Equal("N", (await AppendAsync(next)).Letters(next));
    }

    [Fact]
    public async Task Writing_goes_on_while_somebody_reads()
    {
        SeriesId[] series = await NewSeriesAsync(2);
        await AppendAsync(Batches.Of([.. Enumerable.Range(0, 20_000).Select(i => new Sample(series[0], At(i), i))]));

        int seen = 0;
        await foreach (ReadOnlyMemory<TimedValue> block in Store.Reader.ReadAsync(series[0], new TimeRange(At(0), At(20_000)), Cancel))
        {
            Assert.True((await AppendAsync(Batches.Of(new Sample(series[0], At(30_000 + seen), 0), new Sample(series[1], At(seen), 0)))).Stored);
            seen += block.Length;
        }

        Assert.Equal(20_000, seen);
    }

    [Theory]
    [InlineData(3, 3)]
    [InlineData(10, 10)]
    [InlineData(11, 10)]
    [InlineData(1, 1)]
    public async Task Counting_stops_at_the_limit(long atMost, long expected)
    {
        SeriesId series = (await NewSeriesAsync(1))[0];
        await AppendAsync(Batches.Of([.. Enumerable.Range(0, 10).Select(i => new Sample(series, At(i), i))]));

        Assert.Equal(expected, await Store.Reader.CountAsync(series, TimeRange.All, atMost, Cancel));
    }

    [Fact]
    public async Task An_unknown_series_has_no_samples()
    {
        Assert.Empty(await ContentsAsync(new SeriesId(987_654)));
        Assert.Equal(0, await Store.Reader.CountAsync(new SeriesId(987_654), TimeRange.All, 10, Cancel));
    }
}
