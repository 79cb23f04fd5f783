using Barograph.Model;

namespace Barograph.Storage.Tests;

public abstract class UpkeepContract(Engine engine) : StoreContract(engine)
{
    public sealed class Sqlite() : UpkeepContract(Engine.Sqlite);

    public sealed class Postgres() : UpkeepContract(Engine.Postgres);

    [Fact]
    public async Task Preparing_makes_room_for_the_months_ahead_and_may_be_repeated()
    {
        Instant nextYear = Instant.Now(TimeProvider.System) + TimeSpan.FromDays(400);
        SeriesId series = (await NewSeriesAsync(1))[0];

        await Store.Upkeep.PrepareAsync(Instant.Now(TimeProvider.System), Cancel);
        await Store.Upkeep.PrepareAsync(nextYear, Cancel);
        await Store.Upkeep.PrepareAsync(nextYear, Cancel);

        SampleBatch batch = Batches.Of(new Sample(series, nextYear, 1), new Sample(series, nextYear + TimeSpan.FromDays(32), 2));
        Assert.Equal("NN", (await AppendAsync(batch)).Letters(batch));
    }

    [Fact]
    public async Task Concurrent_preparations_do_not_disturb_each_other_or_the_writer()
    {
        Instant nextYear = Instant.Now(TimeProvider.System) + TimeSpan.FromDays(400);
        SeriesId series = (await NewSeriesAsync(1))[0];
        IStore second = Engine.SharesPlace ? await Place.OpenAsync(Cancel) : Store;

        Task preparing = Task.WhenAll(Enumerable.Range(0, 4).Select(i => Task.Run(() =>
            (i % 2 == 0 ? Store : second).Upkeep.PrepareAsync(nextYear, Cancel).AsTask(), Cancel)));
        for (int i = 0; i < 50; i++)
            Assert.True((await AppendAsync(Batches.Of(new Sample(series, At(i), i)))).Stored);
        await preparing;

        Assert.Equal(50, (await ContentsAsync(series)).Count);
    }

    [Fact]
    public async Task Old_receipts_are_pruned_and_the_young_still_known()
    {
        SeriesId series = (await NewSeriesAsync(1))[0];
        await AppendAsync(new SampleBatch()
            .WithReceipt(new Receipt(1, "old", At(9.999999)), new Sample(series, At(1), 1))
            .WithReceipt(new Receipt(1, "at the edge", At(10)), new Sample(series, At(2), 2))
            .WithReceipt(new Receipt(2, "young", At(11)), new Sample(series, At(3), 3)));

        Assert.Equal(1, await Store.Upkeep.PruneReceiptsAsync(At(10), Cancel));
        Assert.Equal(0, await Store.Upkeep.PruneReceiptsAsync(At(10), Cancel));

        SampleBatch retries = new SampleBatch()
            .WithReceipt(new Receipt(1, "old", At(20)), new Sample(series, At(21), 1))
            .WithReceipt(new Receipt(1, "at the edge", At(20)), new Sample(series, At(22), 2))
            .WithReceipt(new Receipt(2, "young", At(20)), new Sample(series, At(23), 3));
        Assert.Equal("NDD", (await AppendAsync(retries)).Letters(retries));
    }

    [Fact]
    public async Task Compacting_changes_no_sum()
    {
        int[] devices = [(await AddDeviceAsync("a")).Id, (await AddDeviceAsync("b")).Id];
        for (int minute = 0; minute < 10; minute++)
            await Store.Activity.AppendAsync([.. devices.Select(id => new DeviceActivity(id, At(60 * minute), 1, 2, 3, id))], [], Cancel);
        IReadOnlyList<DeviceActivity> before = await Store.Activity.SumAsync(Cancel);

        await Store.Upkeep.CompactActivityAsync(At(300), Cancel);
        Assert.Equal(before, await Store.Activity.SumAsync(Cancel));
        await Store.Upkeep.CompactActivityAsync(At(300), Cancel);
        await Store.Upkeep.CompactActivityAsync(At(3000), Cancel);
        Assert.Equal(before, await Store.Activity.SumAsync(Cancel));

        await Store.Activity.AppendAsync([new DeviceActivity(devices[0], At(1), 1, 1, 1, 1)], [], Cancel);
        Assert.Equal(before[0].Reports + 1, (await Store.Activity.SumAsync(Cancel))[0].Reports);
        Assert.Equal(At(540), (await Store.Activity.SumAsync(Cancel))[0].LastSeen);
    }

    [Fact]
    public async Task Compacting_keeps_the_last_fifty_rejections_of_each_device()
    {
        int device = (await AddDeviceAsync("chatty")).Id;
        int other = (await AddDeviceAsync("quiet")).Id;
        await Store.Activity.AppendAsync(
            [], [new(other, At(0), "no_values", null, "the only one"), .. Enumerable.Range(0, 80).Select(i => Rejection(device, i))], Cancel);

        await Store.Upkeep.CompactActivityAsync(At(1000), Cancel);

        Assert.Equal(
            Enumerable.Range(30, 50).Reverse().Select(i => Rejection(device, i)), await Store.Activity.RejectionsAsync(device, 1000, Cancel));
        Assert.Single(await Store.Activity.RejectionsAsync(other, 1000, Cancel));
    }

    private static DeviceRejection Rejection(int device, int number) =>
        new(device, At(number), "value_not_finite", "humidity", FormattableString.Invariant($"number {number}"));
}
