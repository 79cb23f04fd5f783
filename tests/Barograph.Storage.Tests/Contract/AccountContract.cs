using Barograph.Model;

namespace Barograph.Storage.Tests;

public abstract class AccountContract(Engine engine) : StoreContract(engine)
{
    public sealed class Sqlite() : AccountContract(Engine.Sqlite);

    public sealed class Postgres() : AccountContract(Engine.Postgres);

    [Fact]
    public async Task The_first_account_is_the_owners_and_there_is_no_second_first()
    {
        Assert.Empty(await Store.Accounts.ListAsync(Cancel));

        Account? owner = await Store.Accounts.AddFirstOwnerAsync("Jürgen", "hash 1", At(0), Cancel);

        Assert.NotNull(owner);
        Assert.Equal(new Account(owner.Id, "Jürgen", "hash 1", AccountRole.Owner, At(0)), owner);
        Assert.Null(await Store.Accounts.AddFirstOwnerAsync("mallory", "hash 2", At(1), Cancel));
        Assert.Null(await Store.Accounts.AddFirstOwnerAsync("Jürgen", "hash 3", At(1), Cancel));
        Assert.Equal([owner], await Store.Accounts.ListAsync(Cancel));
    }

    [Fact]
    public async Task Of_concurrent_first_owners_one_wins()
    {
        IStore second = Engine.SharesPlace ? await Place.OpenAsync(Cancel) : Store;

        Account?[] made = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(async () =>
            await (i % 2 == 0 ? Store : second).Accounts.AddFirstOwnerAsync(FormattableString.Invariant($"person {i}"), "hash", At(0), Cancel), Cancel)));

        Assert.Equal(Assert.Single(made, account => account is not null), Assert.Single(await Store.Accounts.ListAsync(Cancel)));
    }

    [Fact]
    public async Task A_new_password_ends_every_session()
    {
        Account owner = (await Store.Accounts.AddFirstOwnerAsync("owner", "hash 1", At(0), Cancel))!;
        foreach (string secret in (string[])["browser", "phone"])
            await Store.Sessions.AddAsync(new Session(Hash(secret), owner.Id, At(0), At(1000)), Cancel);

        Assert.True(await Store.Accounts.SetPasswordAsync("owner", "hash 2", null, Cancel));

        Assert.Null(await Store.Sessions.FindAccountAsync(Hash("browser"), At(1), Cancel));
        Assert.Null(await Store.Sessions.FindAccountAsync(Hash("phone"), At(1), Cancel));
        Assert.Equal(owner with { PasswordHash = "hash 2" }, Assert.Single(await Store.Accounts.ListAsync(Cancel)));
    }

    [Fact]
    public async Task A_new_password_keeps_the_session_in_which_it_was_chosen()
    {
        Account owner = (await Store.Accounts.AddFirstOwnerAsync("owner", "hash 1", At(0), Cancel))!;
        Account other = await Store.Accounts.AddAsync("other", "hash", AccountRole.Member, At(0), Cancel);
        await Store.Sessions.AddAsync(new Session(Hash("browser"), owner.Id, At(0), At(1000)), Cancel);
        await Store.Sessions.AddAsync(new Session(Hash("phone"), owner.Id, At(0), At(1000)), Cancel);
        await Store.Sessions.AddAsync(new Session(Hash("other's"), other.Id, At(0), At(1000)), Cancel);

        Assert.True(await Store.Accounts.SetPasswordAsync("owner", "hash 2", Hash("browser"), Cancel));

        Assert.Equal("hash 2", (await Store.Sessions.FindAccountAsync(Hash("browser"), At(1), Cancel))!.PasswordHash);
        Assert.Null(await Store.Sessions.FindAccountAsync(Hash("phone"), At(1), Cancel));
        Assert.Equal(other, await Store.Sessions.FindAccountAsync(Hash("other's"), At(1), Cancel));
    }

    [Fact]
    public async Task Accounts_are_added_with_a_role_and_a_name_of_their_own()
    {
        Account owner = (await Store.Accounts.AddFirstOwnerAsync("owner", "hash 1", At(0), Cancel))!;

        Account member = await Store.Accounts.AddAsync("Jürgen", "hash 2", AccountRole.Member, At(1), Cancel);
        Account guest = await Store.Accounts.AddAsync("guest", "hash 3", AccountRole.Guest, At(2), Cancel);

        Assert.Equal(new Account(member.Id, "Jürgen", "hash 2", AccountRole.Member, At(1)), member);
        Assert.Equal("owner", (await Assert.ThrowsAsync<NameTakenException>(async () =>
            await Store.Accounts.AddAsync("owner", "hash 4", AccountRole.Guest, At(3), Cancel))).Name);
        Assert.Equal([owner, member, guest], await Store.Accounts.ListAsync(Cancel));
    }

    [Fact]
    public async Task Another_role_holds_at_once_in_every_process()
    {
        await Store.Accounts.AddFirstOwnerAsync("owner", "hash 1", At(0), Cancel);
        Account anna = await Store.Accounts.AddAsync("anna", "hash 2", AccountRole.Member, At(1), Cancel);
        await Store.Sessions.AddAsync(new Session(Hash("browser"), anna.Id, At(0), At(1000)), Cancel);
        IStore second = Engine.SharesPlace ? await Place.OpenAsync(Cancel) : Store;

        Assert.Equal(AccountChange.Done, await second.Accounts.SetRoleAsync("anna", AccountRole.Guest, Cancel));
        Assert.Equal(AccountRole.Guest, (await Store.Sessions.FindAccountAsync(Hash("browser"), At(1), Cancel))!.Role);

        Assert.Equal(AccountChange.Unknown, await second.Accounts.SetRoleAsync("nobody", AccountRole.Owner, Cancel));
        Assert.Equal([AccountRole.Owner, AccountRole.Guest], (await Store.Accounts.ListAsync(Cancel)).Select(account => account.Role));
    }

    [Fact]
    public async Task A_removed_account_and_its_sessions_are_gone_at_once_in_every_process()
    {
        Account owner = (await Store.Accounts.AddFirstOwnerAsync("owner", "hash 1", At(0), Cancel))!;
        Account anna = await Store.Accounts.AddAsync("anna", "hash 2", AccountRole.Member, At(1), Cancel);
        await Store.Sessions.AddAsync(new Session(Hash("anna's"), anna.Id, At(0), At(1000)), Cancel);
        await Store.Sessions.AddAsync(new Session(Hash("owner's"), owner.Id, At(0), At(1000)), Cancel);
        IStore second = Engine.SharesPlace ? await Place.OpenAsync(Cancel) : Store;

        Assert.Equal(AccountChange.Done, await second.Accounts.RemoveAsync("anna", Cancel));

        Assert.Null(await Store.Sessions.FindAccountAsync(Hash("anna's"), At(1), Cancel));
        Assert.Equal(owner, await Store.Sessions.FindAccountAsync(Hash("owner's"), At(1), Cancel));
        Assert.Equal([owner], await Store.Accounts.ListAsync(Cancel));
        Assert.Equal(AccountChange.Unknown, await second.Accounts.RemoveAsync("anna", Cancel));
        // The name is free again, and its new bearer is somebody else.
        Assert.NotEqual(anna.Id, (await Store.Accounts.AddAsync("anna", "hash 3", AccountRole.Guest, At(2), Cancel)).Id);
        Assert.Empty(await Store.Sessions.ListAsync(anna.Id, At(2), Cancel));
    }

    [Fact]
    public async Task The_last_owner_stays_an_owner()
    {
        await Store.Accounts.AddFirstOwnerAsync("owner", "hash 1", At(0), Cancel);
        await Store.Accounts.AddAsync("anna", "hash 2", AccountRole.Member, At(1), Cancel);

        Assert.Equal(AccountChange.LastOwner, await Store.Accounts.SetRoleAsync("owner", AccountRole.Member, Cancel));
        Assert.Equal(AccountChange.LastOwner, await Store.Accounts.RemoveAsync("owner", Cancel));
        Assert.Equal(AccountChange.Done, await Store.Accounts.SetRoleAsync("owner", AccountRole.Owner, Cancel));

        Assert.Equal(AccountChange.Done, await Store.Accounts.SetRoleAsync("anna", AccountRole.Owner, Cancel));
        Assert.Equal(AccountChange.Done, await Store.Accounts.RemoveAsync("owner", Cancel));
        Assert.Equal(AccountChange.LastOwner, await Store.Accounts.RemoveAsync("anna", Cancel));
    }

    [Fact]
    public async Task Of_owners_who_remove_each_other_at_the_same_time_one_is_left()
    {
        await Store.Accounts.AddFirstOwnerAsync("owner 0", "hash", At(0), Cancel);
        for (int i = 1; i < 8; i++)
            await Store.Accounts.AddAsync(FormattableString.Invariant($"owner {i}"), "hash", AccountRole.Owner, At(i), Cancel);
        IStore second = Engine.SharesPlace ? await Place.OpenAsync(Cancel) : Store;

        AccountChange[] changes = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(async () =>
        {
            string name = FormattableString.Invariant($"owner {i}");
            IAccountCatalog accounts = (i % 2 == 0 ? Store : second).Accounts;
            return await (i % 4 < 2 ? accounts.RemoveAsync(name, Cancel) : accounts.SetRoleAsync(name, AccountRole.Guest, Cancel));
        }, Cancel)));

        Assert.Single(changes, change => change == AccountChange.LastOwner);
        Assert.Single(await Store.Accounts.ListAsync(Cancel), account => account.Role == AccountRole.Owner);
    }

    [Fact]
    public async Task Nobody_elses_password_is_set()
    {
        Account owner = (await Store.Accounts.AddFirstOwnerAsync("owner", "hash 1", At(0), Cancel))!;
        await Store.Sessions.AddAsync(new Session(Hash("browser"), owner.Id, At(0), At(1000)), Cancel);

        Assert.False(await Store.Accounts.SetPasswordAsync("nobody", "hash 2", null, Cancel));

        Assert.Equal(owner, await Store.Sessions.FindAccountAsync(Hash("browser"), At(1), Cancel));
    }
}
