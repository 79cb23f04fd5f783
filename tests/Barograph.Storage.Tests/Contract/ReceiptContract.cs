using Barograph.Model;

namespace Barograph.Storage.Tests;

/// <summary>Reports without a usable time, known by the device's own id for them.</summary>
public abstract class ReceiptContract(Engine engine) : StoreContract(engine)
{
    private const int DeviceId = 7;

    public sealed class Sqlite() : ReceiptContract(Engine.Sqlite);

    public sealed class Postgres() : ReceiptContract(Engine.Postgres);

    [Fact]
    public async Task A_retry_with_the_same_id_is_a_duplicate_as_a_whole_whatever_its_receive_time()
    {
        SeriesId[] series = await NewSeriesAsync(2);
        await AppendAsync(new SampleBatch().WithReceipt(Receipt("7f3a-17"), new Sample(series[0], At(0), 1), new Sample(series[1], At(0), 2)));
        SampleBatch retry = new SampleBatch().WithReceipt(Receipt("7f3a-17", At(9)), new Sample(series[0], At(9), 1), new Sample(series[1], At(9), 2));

        Assert.Equal("DD", (await AppendAsync(retry)).Letters(retry));

        Assert.Equal([new TimedValue(At(0), 1)], await ContentsAsync(series[0]));
        Assert.Equal([new TimedValue(At(0), 2)], await ContentsAsync(series[1]));
    }

    [Fact]
    public async Task A_retry_with_the_very_receive_time_of_the_first_try_is_a_duplicate_and_no_collision()
    {
        SeriesId series = (await NewSeriesAsync(1))[0];
        SampleBatch batch = new SampleBatch().WithReceipt(Receipt("a"), new Sample(series, At(0), 1));
        await AppendAsync(batch);

        Assert.Equal("D", (await AppendAsync(batch)).Letters(batch));
    }

    [Fact]
    public async Task An_id_that_repeats_inside_a_batch_counts_once()
    {
        SeriesId series = (await NewSeriesAsync(1))[0];
        SampleBatch batch = new SampleBatch()
            .WithReceipt(Receipt("a"), new Sample(series, At(0), 1))
            .WithReceipt(Receipt("b"), new Sample(series, At(1), 2))
            .WithReceipt(Receipt("a"), new Sample(series, At(2), 1));

        Assert.Equal("NND", (await AppendAsync(batch)).Letters(batch));

        Assert.Equal([new TimedValue(At(0), 1), new TimedValue(At(1), 2)], await ContentsAsync(series));
    }

    [Fact]
    public async Task A_known_id_stands_beside_new_reports_in_one_batch()
    {
        SeriesId[] series = await NewSeriesAsync(2);
        await AppendAsync(new SampleBatch().WithReceipt(Receipt("a"), new Sample(series[0], At(0), 1)));
        SampleBatch batch = new SampleBatch()
            .Timed(new Sample(series[1], At(5), 50))
            .WithReceipt(Receipt("a"), new Sample(series[0], At(5), 1))
            .WithReceipt(Receipt("b"), new Sample(series[0], At(6), 2))
            .Ours(new Sample(series[0], At(5), 3));

        Assert.Equal("NDNN", (await AppendAsync(batch)).Letters(batch));

        Assert.Equal([new TimedValue(At(0), 1), new TimedValue(At(5), 3), new TimedValue(At(6), 2)], await ContentsAsync(series[0]));
    }

    [Fact]
    public async Task The_same_id_of_another_device_is_another_report()
    {
        SeriesId series = (await NewSeriesAsync(1))[0];
        await AppendAsync(new SampleBatch().WithReceipt(Receipt("a"), new Sample(series, At(0), 1)));
        SampleBatch batch = new SampleBatch()
            .WithReceipt(Receipt("a") with { DeviceId = 8 }, new Sample(series, At(1), 2))
            .WithReceipt(Receipt("a") with { DeviceId = -DeviceId }, new Sample(series, At(2), 3))
            .WithReceipt(Receipt("A"), new Sample(series, At(3), 4));

        Assert.Equal("NNN", (await AppendAsync(batch)).Letters(batch));
    }

    [Fact]
    public async Task A_collision_takes_the_receipts_of_its_batch_back()
    {
        SeriesId series = (await NewSeriesAsync(1))[0];
        await AppendAsync(Batches.Of(new Sample(series, At(0), 1)));
        Assert.False((await AppendAsync(new SampleBatch()
            .WithReceipt(Receipt("a"), new Sample(series, At(5), 5))
            .WithReceipt(Receipt("b"), new Sample(series, At(0), 2)))).Stored);
        SampleBatch moved = new SampleBatch()
            .WithReceipt(Receipt("a"), new Sample(series, At(5), 5))
            .WithReceipt(Receipt("b"), new Sample(series, At(1), 2));

        Assert.Equal("NN", (await AppendAsync(moved)).Letters(moved));
    }

    [Fact]
    public async Task A_refused_batch_leaves_no_receipt_behind()
    {
        SeriesId series = (await NewSeriesAsync(1))[0];
        await Place.PoisonAsync(666);
        await Assert.ThrowsAsync<BatchRefusedException>(async () => await AppendAsync(new SampleBatch()
            .WithReceipt(Receipt("a"), new Sample(series, At(0), 1))
            .Timed(new Sample(series, At(1), 666))));
        SampleBatch again = new SampleBatch().WithReceipt(Receipt("a"), new Sample(series, At(0), 1));

        Assert.Equal("N", (await AppendAsync(again)).Letters(again));
    }

    [Theory]
    [InlineData("x")]
    [InlineData("'); DROP TABLE sample;--")]
    [InlineData("!\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_")]
    [InlineData("`abcdefghijklmnopqrstuvwxyz{|}~ \\N \\. \\t")]
    public async Task Every_printable_id_is_known_again(string id)
    {
        SeriesId series = (await NewSeriesAsync(1))[0];
        await AppendAsync(new SampleBatch().WithReceipt(Receipt(id), new Sample(series, At(0), 1)));
        SampleBatch retry = new SampleBatch().WithReceipt(Receipt(id, At(1)), new Sample(series, At(1), 1));

        Assert.Equal("D", (await AppendAsync(retry)).Letters(retry));
    }

    [Fact]
    public async Task Of_many_concurrent_tries_of_one_report_one_is_stored()
    {
        const int Tries = 12;
        SeriesId series = (await NewSeriesAsync(1))[0];

        string[] outcomes = await Task.WhenAll(Enumerable.Range(0, Tries).Select(i => Task.Run(async () =>
        {
            SampleBatch batch = new SampleBatch().WithReceipt(Receipt("once"), new Sample(series, At(i), 1));
            return (await AppendAsync(batch)).Letters(batch);
        }, Cancel)));

        Assert.Equal(1, outcomes.Count(letter => letter == "N"));
        Assert.Equal(Tries - 1, outcomes.Count(letter => letter == "D"));
        Assert.Single(await ContentsAsync(series));
    }

    private static Receipt Receipt(string id, Instant? receivedAt = null) => new(DeviceId, id, receivedAt ?? At(0));
}
