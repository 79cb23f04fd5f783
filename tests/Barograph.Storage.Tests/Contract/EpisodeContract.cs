using Barograph.Model;

namespace Barograph.Storage.Tests;

public abstract class EpisodeContract(Engine engine) : StoreContract(engine)
{
    private const string Me = "me";
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(10);

    public sealed class Sqlite() : EpisodeContract(Engine.Sqlite);

    public sealed class Postgres() : EpisodeContract(Engine.Postgres);

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Assert.True(await Store.Episodes.TryHoldAsync(Me, Long, Cancel));
    }

    [Fact]
    public async Task An_episode_is_kept_as_it_was_given()
    {
        AlertEpisode wet = Wet("01", 10) with { EndedAt = At(20), ToldAt = At(12), AcknowledgedAt = At(13), AcknowledgedBy = "ann" };
        AlertEpisode silent = Wet("02", 30) with { Kind = AlertKind.Silent, Condition = "silent", Value = null, Extreme = null };

        await SaveAsync([wet, silent]);

        Assert.Equal([silent, wet], await AllAsync());
        Assert.Equal([silent], await Store.Episodes.ListOpenAsync(Cancel));
    }

    [Fact]
    public async Task Writing_it_twice_writes_it_once()
    {
        AlertTarget phone = await AddTargetAsync();
        EpisodeChanges changes = new([Wet("01", 10)], [], [Outgoing.To(phone, "n1", At(1), "01")]);

        Assert.True(await Store.Episodes.SaveAsync(Me, changes, Cancel));
        Assert.True(await Store.Episodes.SaveAsync(Me, changes, Cancel));

        Assert.Single(await AllAsync());
        Assert.Single(await Store.Outbox.ListPendingAsync(10, Cancel));
    }

    [Fact]
    public async Task A_change_does_not_take_back_that_somebody_knows()
    {
        AlertEpisode wet = Wet("01", 10);
        await SaveAsync([wet]);
        await Store.Episodes.AcknowledgeAsync(["01"], "ann", At(15), Cancel);

        AlertEpisode dry = wet with { StartedAt = At(9), FiredAt = At(9.5), EndedAt = At(20), Value = 0.6, Extreme = 3, ToldAt = At(21) };
        await Store.Episodes.SaveAsync(Me, new EpisodeChanges([], [dry], []), Cancel);

        Assert.Equal([dry with { AcknowledgedAt = At(15), AcknowledgedBy = "ann" }], await AllAsync());
        Assert.Empty(await Store.Episodes.ListOpenAsync(Cancel));
    }

    [Fact]
    public async Task The_first_to_acknowledge_is_the_one_who_knows()
    {
        await SaveAsync([Wet("01", 10), Wet("02", 20)]);

        Assert.Equal("ann", Assert.Single(await Store.Episodes.AcknowledgeAsync(["01"], "ann", At(15), Cancel)).AcknowledgedBy);
        IReadOnlyList<AlertEpisode> both = await Store.Episodes.AcknowledgeAsync(["02", "01", "nothing"], "bob", At(16), Cancel);

        Assert.Equal([("02", "bob", At(16)), ("01", "ann", At(15))], both.Select(episode => (episode.Id, episode.AcknowledgedBy!, episode.AcknowledgedAt!.Value)));
    }

    [Fact]
    public async Task Those_that_touch_a_time_are_listed_of_one_series_or_of_all()
    {
        AlertEpisode before = Wet("01", 10) with { EndedAt = At(19) }, into = Wet("02", 11) with { EndedAt = At(20) }, within = Wet("03", 25) with { EndedAt = At(26), Series = new SeriesId(2) };
        AlertEpisode open = Wet("04", 29), after = Wet("05", 30);
        await SaveAsync([before, into, within, open, after]);

        Assert.Equal([open, within, into], await Store.Episodes.ListAsync(new TimeRange(At(20), At(30)), null, 10, Cancel));
        Assert.Equal([open, into], await Store.Episodes.ListAsync(new TimeRange(At(20), At(30)), new SeriesId(1), 10, Cancel));
        Assert.Equal([open, within], await Store.Episodes.ListAsync(new TimeRange(At(20), At(30)), null, 2, Cancel));
    }

    [Fact]
    public async Task A_link_leads_to_its_episodes_until_it_expires()
    {
        await SaveAsync([Wet("01", 10), Wet("02", 20)]);
        await Store.Episodes.AddLinkAsync(Hash("secret"), ["02", "01"], At(100), Cancel);

        Assert.Equal(["02", "01"], (await Store.Episodes.FindLinkAsync(Hash("secret"), At(99), Cancel))!.Select(episode => episode.Id));
        Assert.Null(await Store.Episodes.FindLinkAsync(Hash("secret"), At(100), Cancel));
        Assert.Null(await Store.Episodes.FindLinkAsync(Hash("another"), At(99), Cancel));
    }

    [Fact]
    public async Task It_is_known_until_when_readings_could_be_taken()
    {
        Assert.Equal(default, (await Store.Episodes.ReadAliveAsync(At(0), Cancel)).AliveAt);
        TimeSpan day = TimeSpan.FromDays(1);
        TimeRange old = new(At(0), At(50)), recent = new(At(0) + 50 * day, At(9) + 50 * day), last = new(At(0) + 60 * day, At(1) + 60 * day);
        await Store.Episodes.NoteAliveAsync(At(50), old, Cancel);
        await Store.Episodes.NoteAliveAsync(last.To, last, Cancel);
        await Store.Episodes.NoteAliveAsync(recent.To, recent, Cancel);
        await Store.Episodes.NoteAliveAsync(recent.To, recent, Cancel);

        (Instant? alive, IReadOnlyList<TimeRange> away) = await Store.Episodes.ReadAliveAsync(At(51) + 90 * day, Cancel);

        Assert.Equal(recent.To, alive);
        Assert.Equal([recent, last], away);
    }

    [Fact]
    public async Task What_is_long_over_is_removed_and_nothing_else()
    {
        AlertTarget phone = await AddTargetAsync();
        Notice sent = Outgoing.To(phone, "n1", At(1)), waiting = Outgoing.To(phone, "n2", At(1));
        await Store.Episodes.SaveAsync(Me, new EpisodeChanges([Wet("01", 10) with { EndedAt = At(20) }, Wet("02", 10) with { EndedAt = At(30) }, Wet("03", 5)], [], [sent, waiting]), Cancel);
        await Store.Outbox.NoteAttemptAsync(sent with { Attempts = 1, SettledAt = At(2) }, At(2), Cancel);

        Assert.Equal(1, await Store.Episodes.PruneAsync(At(25), Cancel));

        Assert.Equal(["02", "03"], (await AllAsync()).Select(episode => episode.Id));
        Assert.Equal(["n2"], (await Store.Outbox.ListAsync(null, 10, Cancel)).Select(notice => notice.Id));
    }

    [Fact]
    public async Task Of_several_processes_one_judges_and_another_takes_over()
    {
        if (!Engine.SharesPlace)
            return;
        IStore second = await Place.OpenAsync(Cancel);
        EpisodeChanges changes = new([Wet("01", 10)], [], []);

        Assert.False(await second.Episodes.TryHoldAsync("you", Long, Cancel));
        Assert.False(await second.Episodes.SaveAsync("you", changes, Cancel));
        Assert.Empty(await AllAsync());

        await Store.Episodes.LetGoAsync(Me, Cancel);
        Assert.True(await second.Episodes.TryHoldAsync("you", Long, Cancel));
        Assert.False(await Store.Episodes.TryHoldAsync(Me, Long, Cancel));
        Assert.False(await Store.Episodes.SaveAsync(Me, changes, Cancel));
        Assert.True(await second.Episodes.SaveAsync("you", changes, Cancel));
        await Store.Episodes.LetGoAsync(Me, Cancel);
        Assert.False(await Store.Episodes.TryHoldAsync(Me, Long, Cancel));
    }

    [Fact]
    public async Task Whoever_does_not_come_back_has_let_go()
    {
        if (!Engine.SharesPlace)
            return;
        IStore second = await Place.OpenAsync(Cancel);
        Assert.True(await Store.Episodes.TryHoldAsync(Me, TimeSpan.FromMilliseconds(200), Cancel));

        while (!await second.Episodes.TryHoldAsync("you", Long, Cancel))
            await Task.Yield();

        Assert.False(await Store.Episodes.SaveAsync(Me, new EpisodeChanges([Wet("01", 10)], [], []), Cancel));
    }

    [Fact]
    public async Task Of_many_who_want_to_judge_at_once_one_does()
    {
        if (!Engine.SharesPlace)
            return;
        await Store.Episodes.LetGoAsync(Me, Cancel);
        IStore second = await Place.OpenAsync(Cancel);

        bool[] held = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(
            async () => await (i % 2 == 0 ? Store : second).Episodes.TryHoldAsync(FormattableString.Invariant($"process {i}"), Long, Cancel), Cancel)));

        Assert.Single(held, isHolder => isHolder);
    }

    private static AlertEpisode Wet(string id, double start) =>
        new(id, 1, new SeriesId(1), AlertKind.Above, "above 0.5", At(start), At(start), null, 0.75, 0.875, At(start + 1));

    private async Task SaveAsync(IReadOnlyList<AlertEpisode> added) => Assert.True(await Store.Episodes.SaveAsync(Me, new EpisodeChanges(added, [], []), Cancel));

    private async Task<IReadOnlyList<AlertEpisode>> AllAsync() => await Store.Episodes.ListAsync(TimeRange.All, null, 100, Cancel);

    private async Task<AlertTarget> AddTargetAsync() =>
        await Store.Targets.AddAsync(new AlertTarget(0, "phone", TargetKind.Ntfy, "{}", null, false, true, At(0)), Cancel);
}
