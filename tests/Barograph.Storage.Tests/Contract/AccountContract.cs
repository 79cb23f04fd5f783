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

        Assert.True(await Store.Accounts.SetPasswordAsync("owner", "hash 2", Cancel));

        Assert.Null(await Store.Sessions.FindAccountAsync(Hash("browser"), At(1), Cancel));
        Assert.Null(await Store.Sessions.FindAccountAsync(Hash("phone"), At(1), Cancel));
        Assert.Equal(owner with { PasswordHash = "hash 2" }, Assert.Single(await Store.Accounts.ListAsync(Cancel)));
    }

    [Fact]
    public async Task Nobody_elses_password_is_set()
    {
        Account owner = (await Store.Accounts.AddFirstOwnerAsync("owner", "hash 1", At(0), Cancel))!;
        await Store.Sessions.AddAsync(new Session(Hash("browser"), owner.Id, At(0), At(1000)), Cancel);

        Assert.False(await Store.Accounts.SetPasswordAsync("nobody", "hash 2", Cancel));

        Assert.Equal(owner, await Store.Sessions.FindAccountAsync(Hash("browser"), At(1), Cancel));
    }
}
