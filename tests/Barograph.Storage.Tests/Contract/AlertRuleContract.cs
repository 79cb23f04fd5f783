using Barograph.Model;

namespace Barograph.Storage.Tests;

public abstract class AlertRuleContract(Engine engine) : StoreContract(engine)
{
    public sealed class Sqlite() : AlertRuleContract(Engine.Sqlite);

    public sealed class Postgres() : AlertRuleContract(Engine.Postgres);

    private static readonly AlertRule Everything = new(
        0, new SeriesPattern("house/*", "temperature"), new AlertCondition(AlertKind.Outside, 17.25, 24.5, TimeSpan.FromMinutes(5), 0.1), TimeSpan.FromSeconds(90),
        TimeSpan.FromMilliseconds(1500), TimeSpan.FromHours(3), IsUrgent: true, IsDefault: false, IsEnabled: true, At(7));

    [Fact]
    public async Task A_new_store_tells_of_leaks_and_of_silence()
    {
        IReadOnlyList<AlertRule> rules = await Store.AlertRules.ListAsync(Cancel);

        Assert.All(rules, rule => Assert.True(rule.IsDefault && rule.IsEnabled));
        AlertRule leak = Assert.Single(rules, rule => rule.Pattern.Matches(new SeriesKey("basement/floor", "wetness")) && rule.Condition.Kind == AlertKind.Above);
        Assert.Equal((new AlertCondition(AlertKind.Above, 0.5), TimeSpan.Zero, TimeSpan.FromMinutes(15), true), (leak.Condition, leak.For, leak.RepeatEvery!.Value, leak.IsUrgent));
        AlertRule silence = Assert.Single(rules, rule => rule.Condition.Kind == AlertKind.Silent);
        Assert.Equal((SeriesPattern.Any, new AlertCondition(AlertKind.Silent), false), (silence.Pattern, silence.Condition, silence.IsUrgent));
        foreach (string metric in (string[])["leak", "leak_ch2", "water_leak", "moisture_alarm"])
            Assert.Single(rules, rule => rule.Pattern.Matches(new SeriesKey("desk", metric)) && rule.IsUrgent);
    }

    [Fact]
    public async Task A_rule_is_kept_as_it_was_given()
    {
        int before = (await Store.AlertRules.ListAsync(Cancel)).Count;

        AlertRule added = await Store.AlertRules.AddAsync(Everything, Cancel);
        AlertRule plain = await Store.AlertRules.AddAsync(Everything with { Condition = new AlertCondition(AlertKind.Silent), RepeatEvery = null, IsUrgent = false, IsEnabled = false }, Cancel);

        Assert.Equal(Everything with { Id = added.Id }, added);
        Assert.Equal([added, plain], (await Store.AlertRules.ListAsync(Cancel)).Skip(before));
    }

    [Fact]
    public async Task A_change_keeps_the_origin_and_the_time_of_making()
    {
        AlertRule added = await Store.AlertRules.AddAsync(Everything, Cancel);
        AlertRule wanted = new(
            added.Id, new SeriesPattern("attic", "*"), new AlertCondition(AlertKind.Below, -3), TimeSpan.FromHours(1), TimeSpan.Zero, null, IsUrgent: false, IsDefault: true,
            IsEnabled: false, At(1000));

        Assert.True(await Store.AlertRules.ChangeAsync(wanted, Cancel));

        Assert.Equal(wanted with { IsDefault = false, CreatedAt = At(7) }, (await Store.AlertRules.ListAsync(Cancel))[^1]);
        Assert.False(await Store.AlertRules.ChangeAsync(wanted with { Id = added.Id + 1000 }, Cancel));
    }

    [Fact]
    public async Task A_default_can_be_removed_and_does_not_come_back()
    {
        foreach (AlertRule rule in await Store.AlertRules.ListAsync(Cancel))
            Assert.True(await Store.AlertRules.RemoveAsync(rule.Id, Cancel));

        await Store.DisposeAsync();
        IStore again = await Place.OpenAsync(Cancel);

        Assert.Empty(await again.AlertRules.ListAsync(Cancel));
        Assert.False(await again.AlertRules.RemoveAsync(1, Cancel));
    }

    [Fact]
    public async Task A_mute_lasts_until_its_time_or_until_somebody_ends_it()
    {
        AlertMute timed = await Store.AlertRules.AddMuteAsync(new AlertMute(0, new SeriesPattern("attic", "*"), AlertSort.Silence, At(100), "painting", At(0), "ann"), Cancel);
        AlertMute open = await Store.AlertRules.AddMuteAsync(new AlertMute(0, SeriesPattern.Any, null, null, "moving house", At(5), "bob"), Cancel);

        Assert.Equal([timed, open], await Store.AlertRules.ListMutesAsync(Cancel));
        Assert.True(await Store.AlertRules.EndMuteAsync(open.Id, At(60), Cancel));
        Assert.False(await Store.AlertRules.EndMuteAsync(open.Id, At(60), Cancel));
        Assert.False(await Store.AlertRules.EndMuteAsync(timed.Id, At(100), Cancel));
        Assert.False(await Store.AlertRules.EndMuteAsync(open.Id + 1000, At(1), Cancel));
        Assert.Equal([timed, open with { Until = At(60) }], await Store.AlertRules.ListMutesAsync(Cancel));
    }

    [Fact]
    public async Task Changes_of_rules_mutes_and_targets_are_told()
    {
        await using var listener = new ChangeListener(Store);
        await listener.NextAsync();
        AlertRule rule = await Store.AlertRules.AddAsync(Everything, Cancel);
        AlertMute mute = await Store.AlertRules.AddMuteAsync(new AlertMute(0, SeriesPattern.Any, null, null, "", At(0), "ann"), Cancel);
        foreach (Func<Task> change in (Func<Task>[])
        [
            async () => await Store.AlertRules.ChangeAsync(rule with { IsEnabled = false }, Cancel),
            async () => await Store.AlertRules.RemoveAsync(rule.Id, Cancel),
            async () => await Store.AlertRules.EndMuteAsync(mute.Id, At(1), Cancel),
            async () => await Store.Targets.AddAsync(new AlertTarget(0, "phone", TargetKind.Ntfy, "{}", null, false, true, At(0)), Cancel),
        ])
            Assert.InRange(await listener.TimeUntilToldAsync(change), TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }
}
