using Barograph.Live;
using Barograph.Model;

namespace Barograph.Tests.Live;

/// <summary>Who comes back, who is slow, and who has left.</summary>
public sealed class LiveResumeTests
{
    [Fact]
    public async Task Whoever_comes_back_with_an_id_goes_on_after_it_and_has_lost_nothing()
    {
        await using LiveBench bench = new();
        SeriesId desk = bench.Add("desk");
        (LiveSubscription first, _) = bench.Begin("desk");
        bench.Commit(desk, 1);
        string id = (await bench.NextAsync(first))[0].Id!;
        first.Dispose();
        for (int i = 2; i <= 5; i++)
        {
            bench.Commit(desk, i);
            await bench.SettleAsync();
        }

        using LiveSubscription second = bench.Subscribe("desk", id);
        List<double> seen = [];
        while (seen.Count < 4)
            seen.AddRange((await bench.NextAsync(second)).Single().Values);

        Assert.Equal([2, 3, 4, 5], seen);
        Assert.False(second.TryTake(out _));
    }

    [Fact]
    public async Task An_id_of_the_first_reset_is_as_good_as_any()
    {
        await using LiveBench bench = new();
        SeriesId desk = bench.Add("desk");
        (LiveSubscription first, string id) = bench.Begin("desk");
        first.Dispose();
        bench.Commit(desk, 1);

        using LiveSubscription second = bench.Subscribe("desk", id);

        Assert.Equal([1], (await bench.NextAsync(second)).Single().Values);
    }

    [Theory]
    [InlineData("0123456789abcdef-1")]
    [InlineData("OWN-4000000000")]
    [InlineData("OWN-0")]
    [InlineData("OWN--1")]
    [InlineData("OWN-")]
    [InlineData("OWN-1x")]
    [InlineData("-1")]
    [InlineData("nonsense")]
    [InlineData("OWN-99999999999999999999999")]
    public async Task An_id_that_is_foreign_or_not_known_begins_anew(string id)
    {
        await using LiveBench bench = new();
        using LiveSubscription other = bench.Begin("desk").Subscription;

        using LiveSubscription subscription = bench.Subscribe("desk", id.Replace("OWN", bench.Hub.Process, StringComparison.Ordinal));

        LiveSaid said = (await bench.NextAsync(subscription)).Single();
        Assert.Equal(("reset", "lost"), (said.Event, said.Reason));
        Assert.StartsWith(bench.Hub.Process, said.Id, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(4, 1_000_000)]
    [InlineData(1000, 500)]
    public async Task An_id_from_before_what_is_kept_begins_anew(int events, int bytes)
    {
        await using LiveBench bench = new(new LiveLimits { KeptEvents = events, KeptBytes = bytes });
        SeriesId desk = bench.Add("desk");
        (LiveSubscription first, string old) = bench.Begin("desk");
        List<string> ids = [];
        for (int i = 0; i < 10; i++)
        {
            bench.Commit(desk, i);
            ids.Add((await bench.NextAsync(first))[0].Id!);
        }
        first.Dispose();

        using LiveSubscription lost = bench.Subscribe("desk", old), kept = bench.Subscribe("desk", ids[^3]);

        Assert.Equal("lost", (await bench.NextAsync(lost)).Single().Reason);
        Assert.Equal([8], (await bench.NextAsync(kept)).Single().Values);
    }

    [Fact]
    public async Task A_selection_that_was_left_too_long_ago_begins_anew_and_nobody_listens_any_more()
    {
        await using LiveBench bench = new();
        SeriesId desk = bench.Add("desk");
        (LiveSubscription first, string id) = bench.Begin("desk");
        first.Dispose();
        Assert.True(bench.Hub.IsListening);
        Assert.Equal(0, bench.Hub.Subscribers);
        bench.Clock.Advance(TimeSpan.FromSeconds(61));
        bench.Commit(desk, 1);
        await bench.UntilAsync(() => !bench.Hub.IsListening);

        using LiveSubscription second = bench.Subscribe("desk", id);

        Assert.Equal("lost", (await bench.NextAsync(second)).Single().Reason);
    }

    [Fact]
    public async Task Of_many_selections_that_were_left_only_some_are_followed()
    {
        await using LiveBench bench = new(new LiveLimits { LingeringSelections = 2 });
        List<string> ids = [];
        foreach (string location in (string[])["a", "b", "c"])
        {
            (LiveSubscription left, string id) = bench.Begin(location);
            bench.Clock.Advance(TimeSpan.FromSeconds(1));
            left.Dispose();
            ids.Add(id);
        }

        using LiveSubscription a = bench.Subscribe("a", ids[0]), c = bench.Subscribe("c", ids[2]);

        Assert.Equal("lost", (await bench.NextAsync(a)).Single().Reason);
        Assert.False(c.TryTake(out _));
    }

    [Fact]
    public async Task A_slow_reader_is_told_how_much_it_missed_and_goes_on_and_the_others_do_not_notice()
    {
        await using LiveBench bench = new(new LiveLimits { KeptEvents = 4 });
        SeriesId desk = bench.Add("desk");
        using LiveSubscription slow = bench.Begin("desk").Subscription, quick = bench.Begin("desk").Subscription;
        bench.Commit(desk, 0);
        Assert.Equal([0], (await bench.NextAsync(slow))[0].Values);
        await bench.NextAsync(quick);
        for (int i = 1; i <= 10; i++)
        {
            bench.Commit(desk, i, -i);
            Assert.Equal([i, -i], (await bench.NextAsync(quick)).Single().Values);
        }

        LiveSaid missed = (await bench.NextAsync(slow)).Single();
        Assert.Equal(("missed", 20), (missed.Event, missed.Missed));
        Assert.False(slow.TryTake(out _));
        bench.Commit(desk, 11);
        Assert.Equal([11], (await bench.NextAsync(slow)).Single().Values);
        Assert.Equal([11], (await bench.NextAsync(quick)).Single().Values);
    }

    [Fact]
    public async Task A_slow_reader_that_missed_a_reset_is_reset()
    {
        await using LiveBench bench = new(new LiveLimits { KeptEvents = 2 });
        SeriesId desk = bench.Add("desk");
        using LiveSubscription slow = bench.Begin("desk").Subscription, quick = bench.Begin("desk").Subscription;
        bench.Hub.OnAnything();
        await bench.NextAsync(quick);
        for (int i = 0; i < 5; i++)
        {
            bench.Commit(desk, i);
            await bench.NextAsync(quick);
        }

        Assert.Equal("reset", (await bench.NextAsync(slow)).Single().Event);
    }

    [Fact]
    public async Task Beyond_the_bytes_for_all_each_selection_keeps_its_latest_event_only()
    {
        await using LiveBench bench = new(new LiveLimits { KeptBytesInAll = 1 });
        SeriesId desk = bench.Add("desk");
        (LiveSubscription first, string id) = bench.Begin("desk");
        for (int i = 0; i < 3; i++)
        {
            bench.Commit(desk, i);
            await bench.NextAsync(first);
        }
        first.Dispose();

        using LiveSubscription second = bench.Subscribe("desk", id);

        Assert.Equal("lost", (await bench.NextAsync(second)).Single().Reason);
    }

    [Fact]
    public async Task No_more_subscribers_than_allowed_and_a_place_that_is_left_is_free()
    {
        await using LiveBench bench = new(new LiveLimits { Subscribers = 2 });
        LiveSubscription one = bench.Subscribe("a"), two = bench.Subscribe("b");
        Assert.Null(bench.Hub.TrySubscribe(LiveBench.Of("c"), null));

        one.Dispose();
        one.Dispose();
        Assert.Equal(1, bench.Hub.Subscribers);
        using LiveSubscription three = bench.Subscribe("c");
        Assert.Null(bench.Hub.TrySubscribe(LiveBench.Of("d"), null));
        two.Dispose();
        Assert.Equal(1, bench.Hub.Subscribers);
    }

    [Fact]
    public async Task Closing_ends_all_and_takes_no_more()
    {
        await using LiveBench bench = new();
        using LiveSubscription subscription = bench.Begin("desk").Subscription;
        Task changed = subscription.Changed;
        Assert.False(subscription.IsOver);

        bench.Hub.Close();

        await changed.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.True(subscription.IsOver);
        Assert.Null(bench.Hub.TrySubscribe(LiveBench.Of("desk"), null));
    }

    [Fact]
    public async Task Only_series_that_somebody_follows_are_wanted()
    {
        await using LiveBench bench = new();
        SeriesId desk = bench.Add("desk"), attic = bench.Add("attic");
        Assert.False(bench.Hub.Wants(desk));
        using LiveSubscription subscription = bench.Begin("desk").Subscription;
        // Not known yet, so nobody can say.
        Assert.True(bench.Hub.Wants(attic));
        bench.Commit(attic, 1);
        await bench.UntilAsync(() => !bench.Hub.Wants(attic));

        Assert.True(bench.Hub.Wants(desk));
    }
}
