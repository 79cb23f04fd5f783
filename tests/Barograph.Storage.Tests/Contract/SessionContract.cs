using Barograph.Model;

namespace Barograph.Storage.Tests;

public abstract class SessionContract(Engine engine) : StoreContract(engine)
{
    public sealed class Sqlite() : SessionContract(Engine.Sqlite);

    public sealed class Postgres() : SessionContract(Engine.Postgres);

    [Fact]
    public async Task A_session_leads_to_its_account_until_it_ends()
    {
        Account owner = await AddOwnerAsync();
        await Store.Sessions.AddAsync(new Session(Hash("cookie"), owner.Id, At(0), At(100)), Cancel);

        Assert.Equal(owner, await Store.Sessions.FindAccountAsync(Hash("cookie"), At(0), Cancel));
        Assert.Equal(owner, await Store.Sessions.FindAccountAsync(Hash("cookie"), At(99.999999), Cancel));
        Assert.Null(await Store.Sessions.FindAccountAsync(Hash("cookie"), At(100), Cancel));
        Assert.Null(await Store.Sessions.FindAccountAsync(Hash("another"), At(0), Cancel));
    }

    [Fact]
    public async Task An_ended_session_is_over_and_the_others_go_on()
    {
        Account owner = await AddOwnerAsync();
        await Store.Sessions.AddAsync(new Session(Hash("browser"), owner.Id, At(0), At(100)), Cancel);
        await Store.Sessions.AddAsync(new Session(Hash("phone"), owner.Id, At(1), At(100)), Cancel);

        await Store.Sessions.EndAsync(Hash("browser"), Cancel);
        await Store.Sessions.EndAsync(Hash("browser"), Cancel);
        await Store.Sessions.EndAsync(Hash("unknown"), Cancel);

        Assert.Null(await Store.Sessions.FindAccountAsync(Hash("browser"), At(2), Cancel));
        Assert.Equal(owner, await Store.Sessions.FindAccountAsync(Hash("phone"), At(2), Cancel));
    }

    [Fact]
    public async Task A_new_session_forgets_those_that_ended_before_it()
    {
        Account owner = await AddOwnerAsync();
        await Store.Sessions.AddAsync(new Session(Hash("old"), owner.Id, At(0), At(100)), Cancel);
        await Store.Sessions.AddAsync(new Session(Hash("long"), owner.Id, At(0), At(1000)), Cancel);

        await Store.Sessions.AddAsync(new Session(Hash("new"), owner.Id, At(200), At(300)), Cancel);

        // Asked for a moment at which it still lived: it is not there any more.
        Assert.Null(await Store.Sessions.FindAccountAsync(Hash("old"), At(50), Cancel));
        Assert.Equal(owner, await Store.Sessions.FindAccountAsync(Hash("long"), At(200), Cancel));
        Assert.Equal(owner, await Store.Sessions.FindAccountAsync(Hash("new"), At(200), Cancel));
    }

    [Fact]
    public async Task An_accounts_own_sessions_are_listed_the_youngest_first()
    {
        Account owner = await AddOwnerAsync();
        Account anna = await Store.Accounts.AddAsync("anna", "hash", AccountRole.Guest, At(0), Cancel);
        Session phone = new(Hash("phone"), owner.Id, At(1), At(300), "Safari on iPhone");
        Session browser = new(Hash("browser"), owner.Id, At(2), At(200), "Firefox on “Linux”");
        foreach (Session session in (Session[])[phone, browser, new(Hash("old"), owner.Id, At(0), At(100), "curl"), new(Hash("anna's"), anna.Id, At(0), At(300))])
            await Store.Sessions.AddAsync(session, Cancel);

        Assert.Equal([browser, phone], await Store.Sessions.ListAsync(owner.Id, At(100), Cancel));
        Assert.Equal([phone], await Store.Sessions.ListAsync(owner.Id, At(200), Cancel));
        Assert.Equal("", Assert.Single(await Store.Sessions.ListAsync(anna.Id, At(100), Cancel)).Client);
        Assert.Empty(await Store.Sessions.ListAsync(owner.Id + anna.Id + 1, At(0), Cancel));
    }

    private async Task<Account> AddOwnerAsync() => (await Store.Accounts.AddFirstOwnerAsync("owner", "hash", At(0), Cancel))!;
}
