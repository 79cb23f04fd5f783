using Barograph.Model;

namespace Barograph.Storage.Tests;

public abstract class ActivityContract(Engine engine) : StoreContract(engine)
{
    public sealed class Sqlite() : ActivityContract(Engine.Sqlite);

    public sealed class Postgres() : ActivityContract(Engine.Postgres);

    [Fact]
    public async Task Activity_adds_up_per_device()
    {
        int first = (await AddDeviceAsync("z")).Id;
        int second = (await AddDeviceAsync("a")).Id;
        await AddDeviceAsync("silent");
        await AppendActivityAsync(new DeviceActivity(second, At(10), 1, 4, 0, 0), new DeviceActivity(first, At(20), 10, 40, 1, 2));
        await AppendActivityAsync(new DeviceActivity(first, At(5), 1, 2, 3, 4));
        // The same minute of the same device again: two processes may flush at once.
        await AppendActivityAsync(new DeviceActivity(first, At(20), 1, 1, 1, 1));

        Assert.Equal(
            [new DeviceActivity(first, At(20), 12, 43, 5, 7), new DeviceActivity(second, At(10), 1, 4, 0, 0)],
            await Store.Activity.SumAsync(Cancel));
    }

    [Fact]
    public async Task Counts_beyond_two_thousand_million_add_up()
    {
        int device = (await AddDeviceAsync("busy")).Id;
        for (int i = 1; i <= 2; i++)
            await AppendActivityAsync(new DeviceActivity(device, At(i), 3_000_000_000, 4_000_000_000_000, 1, 1));

        Assert.Equal([new DeviceActivity(device, At(2), 6_000_000_000, 8_000_000_000_000, 2, 2)], await Store.Activity.SumAsync(Cancel));
    }

    [Fact]
    public async Task Rejections_come_newest_first_and_no_more_than_asked_for()
    {
        int device = (await AddDeviceAsync("board")).Id;
        int other = (await AddDeviceAsync("other")).Id;
        DeviceRejection[] rejections =
        [
            new(device, At(3), "value_not_finite", "humidity", "third"), new(device, At(1), "time_invalid", null, "first"),
            new(other, At(9), "no_values", null, "somebody else's"), new(device, At(2), "unit_mismatch", "Größe 'x'", "second"),
        ];
        await Store.Activity.AppendAsync([], rejections, Cancel);

        Assert.Equal([rejections[0], rejections[3], rejections[1]], await Store.Activity.RejectionsAsync(device, 10, Cancel));
        Assert.Equal([rejections[0], rejections[3]], await Store.Activity.RejectionsAsync(device, 2, Cancel));
        Assert.Empty(await Store.Activity.RejectionsAsync(device + 1000, 10, Cancel));
    }

    [Fact]
    public async Task Rejections_of_one_moment_are_all_kept()
    {
        int device = (await AddDeviceAsync("board")).Id;
        var rejection = new DeviceRejection(device, At(0), "value_not_finite", "humidity", "one of several");
        await Store.Activity.AppendAsync([], [rejection, rejection, rejection with { Metric = "pressure" }], Cancel);

        Assert.Equal(3, (await Store.Activity.RejectionsAsync(device, 10, Cancel)).Count);
    }

    [Fact]
    public async Task Concurrent_activity_is_not_lost()
    {
        int device = (await AddDeviceAsync("board")).Id;

        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(async () =>
        {
            for (int round = 0; round < 5; round++)
                await AppendActivityAsync(new DeviceActivity(device, At(0), 1, 2, 3, 4));
        }, Cancel)));

        Assert.Equal([new DeviceActivity(device, At(0), 40, 80, 120, 160)], await Store.Activity.SumAsync(Cancel));
    }

    private ValueTask AppendActivityAsync(params DeviceActivity[] activity) => Store.Activity.AppendAsync(activity, [], Cancel);
}
