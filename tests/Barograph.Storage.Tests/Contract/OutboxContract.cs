using Barograph.Model;

namespace Barograph.Storage.Tests;

public abstract class OutboxContract(Engine engine) : StoreContract(engine)
{
    public sealed class Sqlite() : OutboxContract(Engine.Sqlite);

    public sealed class Postgres() : OutboxContract(Engine.Postgres);

    [Fact]
    public async Task What_is_to_be_sent_is_listed_by_when_it_is_due()
    {
        AlertTarget phone = await AddTargetAsync("phone");
        Notice late = Outgoing.To(phone, "a", At(30), "e1", "e2"), early = Outgoing.To(phone, "b", At(20)), next = Outgoing.To(phone, "c", At(25));

        await Store.Outbox.AddAsync([late, early, next], Cancel);

        IReadOnlyList<Notice> pending = await Store.Outbox.ListPendingAsync(10, Cancel);
        Assert.Equal(["b", "c", "a"], pending.Select(notice => notice.Id));
        Assert.Equal(["e1", "e2"], pending[2].Episodes);
        Assert.Equal(late with { Episodes = pending[2].Episodes }, pending[2]);
    }

    [Fact]
    public async Task Adding_it_again_changes_nothing()
    {
        AlertTarget phone = await AddTargetAsync("phone");
        Notice notice = Outgoing.To(phone, "a", At(1));
        await Store.Outbox.AddAsync([notice], Cancel);
        await Store.Outbox.NoteAttemptAsync(notice with { Attempts = 1, SettledAt = At(2) }, At(2), Cancel);

        await Store.Outbox.AddAsync([notice], Cancel);

        Assert.Empty(await Store.Outbox.ListPendingAsync(10, Cancel));
        Assert.Equal(1, Assert.Single(await Store.Outbox.ListAsync(phone.Id, 10, Cancel)).Attempts);
    }

    [Fact]
    public async Task A_target_with_much_to_send_does_not_hide_the_others()
    {
        AlertTarget phone = await AddTargetAsync("phone"), mail = await AddTargetAsync("mail");
        await Store.Outbox.AddAsync([.. Enumerable.Range(0, 20).Select(i => Outgoing.To(phone, FormattableString.Invariant($"p{i:00}"), At(i)))], Cancel);
        await Store.Outbox.AddAsync([Outgoing.To(mail, "m", At(1000))], Cancel);

        Assert.Equal(["p00", "p01", "p02", "m"], (await Store.Outbox.ListPendingAsync(3, Cancel)).Select(notice => notice.Id));
    }

    [Fact]
    public async Task What_a_disabled_target_should_get_waits_until_it_is_enabled()
    {
        AlertTarget phone = await AddTargetAsync("phone");
        await Store.Outbox.AddAsync([Outgoing.To(phone, "a", At(1))], Cancel);

        await Store.Targets.ChangeAsync(phone with { IsEnabled = false }, Cancel);
        Assert.Empty(await Store.Outbox.ListPendingAsync(10, Cancel));
        await Store.Targets.ChangeAsync(phone, Cancel);

        Assert.Single(await Store.Outbox.ListPendingAsync(10, Cancel));
    }

    [Fact]
    public async Task An_attempt_says_something_of_the_notice_and_of_its_target()
    {
        AlertTarget phone = await AddTargetAsync("phone");
        Notice notice = Outgoing.To(phone, "a", At(1));
        await Store.Outbox.AddAsync([notice], Cancel);

        await Store.Outbox.NoteAttemptAsync(notice with { Attempts = 1, DueAt = At(9), Failure = "no route" }, At(2), Cancel);
        Assert.Equal((1, At(9), null, "no route"), Facts(Assert.Single(await Store.Outbox.ListPendingAsync(10, Cancel))));
        Assert.Equal(phone with { FailedAt = At(2), Failure = "no route" }, Assert.Single(await Store.Targets.ListAsync(Cancel)));

        await Store.Outbox.NoteAttemptAsync(notice with { Attempts = 2, DueAt = At(9), SettledAt = At(10) }, At(10), Cancel);
        Assert.Empty(await Store.Outbox.ListPendingAsync(10, Cancel));
        Assert.Equal((2, At(9), At(10), null), Facts(Assert.Single(await Store.Outbox.ListAsync(null, 10, Cancel))));
        Assert.Equal(phone with { SucceededAt = At(10), FailedAt = At(2) }, Assert.Single(await Store.Targets.ListAsync(Cancel)));
    }

    [Fact]
    public async Task What_was_given_up_is_settled_and_has_failed()
    {
        AlertTarget phone = await AddTargetAsync("phone");
        Notice notice = Outgoing.To(phone, "a", At(1));
        await Store.Outbox.AddAsync([notice], Cancel);

        await Store.Outbox.NoteAttemptAsync(notice with { Attempts = 40, SettledAt = At(99), Failure = "given up" }, At(99), Cancel);

        Assert.Empty(await Store.Outbox.ListPendingAsync(10, Cancel));
        Assert.Equal("given up", Assert.Single(await Store.Targets.ListAsync(Cancel)).Failure);
    }

    [Fact]
    public async Task The_newest_are_listed_first_of_one_target_or_of_all()
    {
        AlertTarget phone = await AddTargetAsync("phone"), mail = await AddTargetAsync("mail");
        await Store.Outbox.AddAsync([Outgoing.To(phone, "1", At(1)), Outgoing.To(mail, "2", At(2)), Outgoing.To(phone, "3", At(3))], Cancel);

        Assert.Equal(["3", "2"], (await Store.Outbox.ListAsync(null, 2, Cancel)).Select(notice => notice.Id));
        Assert.Equal(["3", "1"], (await Store.Outbox.ListAsync(phone.Id, 9, Cancel)).Select(notice => notice.Id));
    }

    private static (int, Instant, Instant?, string?) Facts(Notice notice) => (notice.Attempts, notice.DueAt, notice.SettledAt, notice.Failure);

    private async Task<AlertTarget> AddTargetAsync(string name) =>
        await Store.Targets.AddAsync(new AlertTarget(0, name, TargetKind.Ntfy, "{}", null, false, true, At(0)), Cancel);
}
