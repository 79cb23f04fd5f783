using System.Runtime.InteropServices;
using System.Text;
using Barograph.Live;
using Barograph.Model;

namespace Barograph.Tests.Live;

/// <summary>What subscribers are told, and in what order.</summary>
public sealed class LiveHubTests
{
    [Fact]
    public async Task An_event_is_these_very_bytes()
    {
        await using LiveBench bench = new();
        SeriesId series = bench.Add("küche \"2\"", "temperature", "Cel");
        using LiveSubscription subscription = bench.Subscribe("küche \"2\"");
        string first = Encoding.UTF8.GetString((await bench.BytesAsync(subscription)).Span);
        bench.Hub.OnCommitted([new Sample(series, new Instant(1_700_000_000_250_000), -0.1), new Sample(series, Instant.FromUnixSeconds(LiveBench.Start), 1e300)]);

        string second = Encoding.UTF8.GetString((await bench.BytesAsync(subscription)).Span);

        Assert.Matches("^id: [0-9a-f]{16}-1\nevent: reset\ndata: {\"reason\":\"begin\"}\n\n$", first);
        string head = """{"series":1,"location":"küche \"2\"","metric":"temperature","unit":"Cel","time":""";
        Assert.Equal(
            $"id: {bench.Hub.Process}-2\nevent: samples\ndata: [{head}1700000000.25,\"value\":-0.1}},{head}1700000000,\"value\":1E+300}}]\n\n", second);
    }

    [Fact]
    public async Task Everybody_is_told_all_of_his_selection_in_the_order_of_the_commits_and_nothing_else()
    {
        await using LiveBench bench = new(new LiveLimits { EventSamples = 2000 });
        SeriesId desk = bench.Add("desk"), attic = bench.Add("attic");
        using LiveSubscription one = bench.Begin("desk").Subscription, two = bench.Begin("attic").Subscription;
        for (int i = 0; i < 1000; i++)
        {
            bench.Commit(desk, i, i + 0.5);
            bench.Commit(attic, -i);
        }

        List<double> deskSeen = [], atticSeen = [];
        while (deskSeen.Count < 2000)
            deskSeen.AddRange((await bench.NextAsync(one)).Where(said => said.Event == "samples").SelectMany(said => said.Values));
        while (atticSeen.Count < 1000)
            atticSeen.AddRange((await bench.NextAsync(two)).SelectMany(said => said.Values));

        Assert.Equal(Enumerable.Range(0, 1000).SelectMany(i => new[] { i, i + 0.5 }), deskSeen);
        Assert.Equal(Enumerable.Range(0, 1000).Select(i => (double)-i), atticSeen);
    }

    [Fact]
    public async Task Subscribers_with_the_same_selection_share_the_bytes()
    {
        await using LiveBench bench = new();
        SeriesId desk = bench.Add("desk");
        using LiveSubscription one = bench.Begin("desk").Subscription, two = bench.Begin("desk").Subscription;
        bench.Commit(desk, 1);

        ReadOnlyMemory<byte> first = await bench.BytesAsync(one), second = await bench.BytesAsync(two);

        Assert.True(MemoryMarshal.TryGetArray(first, out ArraySegment<byte> a) && MemoryMarshal.TryGetArray(second, out ArraySegment<byte> b) && ReferenceEquals(a.Array, b.Array));
    }

    [Fact]
    public async Task A_series_that_is_made_later_is_told_and_so_is_its_unit_once_it_is_settled()
    {
        await using LiveBench bench = new();
        using LiveSubscription subscription = bench.Begin("desk").Subscription;
        SeriesId late = bench.Add("desk");
        bench.Commit(late, 1);
        Assert.Contains("\"unit\":null", (await bench.NextAsync(subscription))[0].Data, StringComparison.Ordinal);

        bench.Settle(late, "Cel");
        bench.Hub.ForgetSeries();
        bench.Commit(late, 2);

        Assert.Contains("\"unit\":\"Cel\"", (await bench.NextAsync(subscription))[0].Data, StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_the_series_cannot_be_listed_everybody_begins_anew_and_the_loop_lives_on()
    {
        await using LiveBench bench = new();
        SeriesId desk = bench.Add("desk");
        using LiveSubscription subscription = bench.Begin("desk").Subscription;
        bench.BeforeListing = () => throw new IOException("away");
        bench.Commit(desk, 1);
        Assert.Equal("reset", (await bench.NextAsync(subscription))[0].Event);
        Assert.Single(bench.Troubles);

        bench.BeforeListing = () => { };
        bench.Commit(desk, 2);

        Assert.Equal([2], (await bench.NextAsync(subscription))[0].Values);
    }

    [Fact]
    public async Task An_import_is_told_to_those_whom_it_concerns_and_not_more_often_than_they_can_fetch()
    {
        await using LiveBench bench = new();
        SeriesId desk = bench.Add("desk"), attic = bench.Add("attic");
        using LiveSubscription one = bench.Begin("desk").Subscription, two = bench.Begin("attic").Subscription;
        for (int i = 0; i < 50; i++)
        {
            bench.Hub.OnImported([desk]);
            await bench.SettleAsync();
        }
        LiveSaid last = await LastResetAsync(bench, one);

        Assert.Equal("changed", last.Reason);
        Assert.False(two.TryTake(out _));
        bench.Commit(attic, 1);
        Assert.Equal([1], (await bench.NextAsync(two))[0].Values);
    }

    [Fact]
    public async Task What_nobody_knows_is_a_reset_for_everybody()
    {
        await using LiveBench bench = new();
        using LiveSubscription one = bench.Begin("desk").Subscription, two = bench.Begin("attic").Subscription;
        bench.Hub.OnAnything();

        Assert.Equal("reset", (await bench.NextAsync(one)).Single().Event);
        Assert.Equal("reset", (await bench.NextAsync(two)).Single().Event);
    }

    [Fact]
    public async Task More_commits_than_the_queue_holds_are_a_reset()
    {
        await using LiveBench bench = new(new LiveLimits { WaitingSamples = 10 });
        SeriesId desk = bench.Add("desk");
        using LiveSubscription subscription = bench.Begin("desk").Subscription;
        bench.Commit(desk, [.. Enumerable.Range(0, 11).Select(i => (double)i)]);

        Assert.Equal(["reset"], (await bench.NextAsync(subscription)).Select(said => said.Event));
    }

    [Fact]
    public async Task Of_more_samples_than_an_event_holds_the_last_are_told_and_the_others_counted()
    {
        await using LiveBench bench = new(new LiveLimits { EventSamples = 3 });
        SeriesId desk = bench.Add("desk");
        using LiveSubscription subscription = bench.Begin("desk").Subscription;
        bench.Commit(desk, 1, 2, 3, 4, 5, 6, 7);

        LiveSaid[] said = await bench.NextAsync(subscription);

        Assert.Equal(["missed", "samples"], said.Select(one => one.Event));
        Assert.Equal(4, said[0].Missed);
        Assert.Null(said[0].Id);
        Assert.Equal([5, 6, 7], said[1].Values);

        // Again at once: the samples do not wait, the word that there were more does, because a client answers it with a query.
        bench.Commit(desk, 1, 2, 3, 4);
        said = await bench.NextAsync(subscription);
        Assert.Equal([2, 3, 4], Assert.Single(said).Values);
        Assert.Equal(1, Assert.Single(await bench.NextAsync(subscription)).Missed);
    }

    [Fact]
    public async Task After_silence_it_is_told_at_once_and_then_at_most_so_often()
    {
        await using LiveBench bench = new();
        SeriesId desk = bench.Add("desk");
        using LiveSubscription subscription = bench.Begin("desk").Subscription;
        DateTimeOffset start = bench.Clock.GetUtcNow();
        // Asked for before: a change that has been is not waited for.
        Task changed = subscription.Changed;
        bench.Commit(desk, 1);
        await changed.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.Equal(start, bench.Clock.GetUtcNow());
        await bench.BytesAsync(subscription);

        bench.Commit(desk, 2);
        bench.Commit(desk, 3);
        LiveSaid said = Assert.Single(await bench.NextAsync(subscription));

        Assert.Equal([2, 3], said.Values);
        Assert.InRange(bench.Clock.GetUtcNow() - start, TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(500));
    }

    /// <summary>Reads resets until there are no more; at most one in two seconds of the bench's time.</summary>
    private static async Task<LiveSaid> LastResetAsync(LiveBench bench, LiveSubscription subscription)
    {
        List<LiveSaid> resets = [];
        while (subscription.TryTake(out ReadOnlyMemory<byte> bytes))
            resets.AddRange(LiveSaid.Parse(bytes));
        await bench.SettleAsync();
        Assert.All(resets, reset => Assert.Equal("reset", reset.Event));
        double seconds = (bench.Clock.GetUtcNow() - new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero)).TotalSeconds;
        Assert.InRange(resets.Count, 1, 1 + (int)(seconds / 2));
        return resets[^1];
    }
}
