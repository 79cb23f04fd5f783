using Barograph.Model;

namespace Barograph.Storage.Tests;

public abstract class TargetContract(Engine engine) : StoreContract(engine)
{
    public sealed class Sqlite() : TargetContract(Engine.Sqlite);

    public sealed class Postgres() : TargetContract(Engine.Postgres);

    private static readonly AlertTarget Phone = new(0, "phone", TargetKind.Webhook, """{"url":"https://example.org/ü"}""", "sealed", true, true, At(3));

    [Fact]
    public async Task A_target_is_kept_as_it_was_given()
    {
        AlertTarget phone = await Store.Targets.AddAsync(Phone, Cancel);
        AlertTarget mail = await Store.Targets.AddAsync(Phone with { Name = "mail", Kind = TargetKind.Mail, SealedSecret = null, AllowsLan = false, IsEnabled = false }, Cancel);

        Assert.Equal(Phone with { Id = phone.Id }, phone);
        Assert.Equal([phone, mail], await Store.Targets.ListAsync(Cancel));
    }

    [Fact]
    public async Task A_name_belongs_to_one_target()
    {
        AlertTarget phone = await Store.Targets.AddAsync(Phone, Cancel);
        AlertTarget other = await Store.Targets.AddAsync(Phone with { Name = "other" }, Cancel);

        await Assert.ThrowsAsync<NameTakenException>(async () => await Store.Targets.AddAsync(Phone, Cancel));
        await Assert.ThrowsAsync<NameTakenException>(async () => await Store.Targets.ChangeAsync(other with { Name = "phone" }, Cancel));
        Assert.True(await Store.Targets.ChangeAsync(phone with { AllowsLan = false }, Cancel));

        Assert.Equal([phone with { AllowsLan = false }, other], await Store.Targets.ListAsync(Cancel));
    }

    [Fact]
    public async Task A_change_leaves_kind_and_outcome_as_they_are()
    {
        AlertTarget phone = await Store.Targets.AddAsync(Phone, Cancel);
        Notice notice = Outgoing.To(phone, "1", At(10));
        await Store.Outbox.AddAsync([notice], Cancel);
        await Store.Outbox.NoteAttemptAsync(notice with { Attempts = 1, Failure = "refused" }, At(11), Cancel);

        await Store.Targets.ChangeAsync(phone with { Kind = TargetKind.Mqtt, Options = "{}", SealedSecret = "other", IsEnabled = false, Name = "tablet" }, Cancel);

        Assert.Equal(
            phone with { Options = "{}", SealedSecret = "other", IsEnabled = false, Name = "tablet", FailedAt = At(11), Failure = "refused" },
            Assert.Single(await Store.Targets.ListAsync(Cancel)));
        Assert.False(await Store.Targets.ChangeAsync(phone with { Id = phone.Id + 1000, Name = "nobody" }, Cancel));
    }

    [Fact]
    public async Task With_a_target_goes_what_was_still_to_be_sent_to_it()
    {
        AlertTarget phone = await Store.Targets.AddAsync(Phone, Cancel);
        AlertTarget other = await Store.Targets.AddAsync(Phone with { Name = "other" }, Cancel);
        Notice sent = Outgoing.To(phone, "1", At(1)), waiting = Outgoing.To(phone, "2", At(2)), foreign = Outgoing.To(other, "3", At(3));
        await Store.Outbox.AddAsync([sent, waiting, foreign], Cancel);
        await Store.Outbox.NoteAttemptAsync(sent with { Attempts = 1, SettledAt = At(4) }, At(4), Cancel);

        Assert.True(await Store.Targets.RemoveAsync(phone.Id, Cancel));
        Assert.False(await Store.Targets.RemoveAsync(phone.Id, Cancel));

        Assert.Equal(["3", "1"], (await Store.Outbox.ListAsync(null, 10, Cancel)).Select(notice => notice.Id));
        Assert.Equal([other], await Store.Targets.ListAsync(Cancel));
    }
}
