using System.Text.Json;
using Barograph.Model;
using Barograph.Server.Auth;

namespace Barograph.Tests.Server.Commands;

public sealed class TokenAndAccountCommandTests : IAsyncDisposable
{
    private readonly CommandRig _rig = new();

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Theory]
    [InlineData("read", TokenScope.Read)]
    [InlineData("write", TokenScope.Write)]
    [InlineData("admin", TokenScope.Admin)]
    public async Task A_personal_token_has_the_asked_scope(string scope, TokenScope expected)
    {
        await _rig.WithStoreAsync();
        JsonElement answer = await _rig.JsonAsync("token", "add", "grafana", "--scope", scope);
        Token token = Assert.Single(await _rig.TokensAsync());
        Assert.Equal((expected, TokenReach.Any, (int?)null, "grafana"), (token.Scope, token.Reach, token.DeviceId, token.Name));
        Assert.Equal(token.Hash, TokenText.Hash(answer.GetProperty("token").GetString()!));
        Assert.Equal(token.Id, answer.GetProperty("id").GetInt32());
    }

    [Theory]
    [InlineData("token", "add", "x")]
    [InlineData("token", "add", "x", "--scope", "report")]
    [InlineData("token", "add", "x", "--scope", "Read")]
    [InlineData("token", "add", "12", "--scope", "read")]
    [InlineData("token", "add", "", "--scope", "read")]
    public async Task A_token_that_cannot_be_is_refused(params string[] args)
    {
        await _rig.WithStoreAsync();
        Assert.Equal(2, (await _rig.RunAsync(args)).Exit);
        Assert.Empty(await _rig.TokensAsync());
    }

    [Theory]
    [InlineData("grafana")]
    [InlineData("1")]
    public async Task A_token_is_revoked_by_name_or_number(string which)
    {
        await _rig.WithStoreAsync();
        await _rig.RunAsync("token", "add", "grafana", "--scope", "read");
        Assert.Equal(0, (await _rig.RunAsync("token", "revoke", which)).Exit);
        Assert.False(Assert.Single((await _rig.JsonAsync("token", "list")).EnumerateArray()).GetProperty("live").GetBoolean());
        Assert.Contains("has ended already", (await _rig.RunAsync("token", "revoke", which)).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_can_be_used_again_and_then_means_the_live_token()
    {
        await _rig.WithStoreAsync();
        foreach (int round in new[] { 1, 2 })
        {
            await _rig.RunAsync("token", "add", "grafana", "--scope", "read");
            JsonElement revoked = await _rig.JsonAsync("token", "revoke", "grafana");
            Assert.Equal(round, revoked.GetProperty("id").GetInt32());
        }
    }

    [Fact]
    public async Task A_boards_token_is_neither_listed_nor_revoked_as_a_personal_one()
    {
        await _rig.WithStoreAsync();
        await _rig.RunAsync("device", "add", "board");
        Assert.Contains("barograph device revoke \"board\" --token 1", (await _rig.RunAsync("token", "revoke", "1")).Error, StringComparison.Ordinal);
        Assert.Equal(1, (await _rig.RunAsync("token", "revoke", "board")).Exit);
        Assert.Empty((await _rig.JsonAsync("token", "list")).EnumerateArray());
    }

    [Fact]
    public async Task The_first_password_makes_the_owner_and_says_so()
    {
        await _rig.WithStoreAsync();
        CommandRig.Outcome outcome = await _rig.RunWithInputAsync("correct horse\n", "account", "set-password", "anna@example.org", "--password-stdin");
        Assert.Equal((0, "There was no account yet, so the owner's account \"anna@example.org\" was made with this password.\n"), (outcome.Exit, outcome.Out));
        Account account = Assert.Single(await _rig.LookAsync(store => store.Accounts.ListAsync(CancellationToken.None)));
        Assert.True(PasswordHashing.Verify(account.PasswordHash, "correct horse"));
    }

    [Fact]
    public async Task An_account_is_added_listed_and_removed()
    {
        await _rig.WithStoreAsync();
        await _rig.RunWithInputAsync("first password", "account", "set-password", "anna", "--password-stdin");

        JsonElement bob = await _rig.JsonAsync("account", "add", " bob ", "--role", "guest");

        Account account = (await _rig.LookAsync(store => store.Accounts.ListAsync(CancellationToken.None)))[1];
        Assert.Equal(("bob", AccountRole.Guest), (account.Name, account.Role));
        string password = bob.GetProperty("password").GetString()!;
        Assert.True(PasswordHashing.Verify(account.PasswordHash, password));
        Assert.Matches("^[a-z2-9]{6}-[a-z2-9]{6}-[a-z2-9]{6}$", password);
        Assert.Equal(["anna owner", "bob guest"], (await _rig.JsonAsync("account", "list")).EnumerateArray()
            .Select(shown => $"{shown.GetProperty("name")} {shown.GetProperty("role")}"));
        Assert.Equal((0, "The account \"bob\" is removed and its sessions are ended.\n"), Said(await _rig.RunAsync("account", "remove", "bob")));
        Assert.Single(await _rig.LookAsync(store => store.Accounts.ListAsync(CancellationToken.None)));

        static (int, string) Said(CommandRig.Outcome outcome) => (outcome.Exit, outcome.Out);
    }

    [Theory]
    [InlineData(1, "account", "remove", "anna")]
    [InlineData(1, "account", "remove", "nobody")]
    [InlineData(1, "account", "add", "anna", "--role", "guest")]
    [InlineData(2, "account", "add", "bob", "--role", "king")]
    [InlineData(2, "account", "add", "bob")]
    [InlineData(2, "account", "add", " ", "--role", "guest")]
    public async Task An_account_that_cannot_be_or_go_changes_nothing(int exit, params string[] args)
    {
        await _rig.WithStoreAsync();
        await _rig.RunWithInputAsync("first password", "account", "set-password", "anna", "--password-stdin");

        Assert.Equal(exit, (await _rig.RunAsync(args)).Exit);

        Account anna = Assert.Single(await _rig.LookAsync(store => store.Accounts.ListAsync(CancellationToken.None)));
        Assert.Equal(("anna", AccountRole.Owner), (anna.Name, anna.Role));
    }

    [Fact]
    public async Task A_new_password_ends_the_sessions_and_an_unknown_name_changes_nothing()
    {
        await _rig.WithStoreAsync();
        await _rig.RunWithInputAsync("first password", "account", "set-password", "anna", "--password-stdin");
        Instant now = Instant.Now(_rig.Clock);
        Account anna = Assert.Single(await _rig.LookAsync(store => store.Accounts.ListAsync(CancellationToken.None)));
        await _rig.LookAsync(async store =>
        {
            await store.Sessions.AddAsync(new Session("hash", anna.Id, now, now + TimeSpan.FromDays(1)), CancellationToken.None);
            return true;
        });

        CommandRig.Outcome unknown = await _rig.RunWithInputAsync("other password", "account", "set-password", "bob", "--password-stdin");
        Assert.Equal((1, "error: There is no account \"bob\"; the accounts are \"anna\".\n"), (unknown.Exit, unknown.Error));
        Assert.NotNull(await _rig.LookAsync(store => store.Sessions.FindAccountAsync("hash", now, CancellationToken.None)));

        CommandRig.Outcome known = await _rig.RunWithInputAsync("second password", "account", "set-password", "anna", "--password-stdin", "--json");
        Assert.False(JsonElement.Parse(known.Out).GetProperty("created").GetBoolean());
        Assert.Null(await _rig.LookAsync(store => store.Sessions.FindAccountAsync("hash", now, CancellationToken.None)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\nlong enough on line two")]
    [InlineData("7 chars")]
    public async Task A_poor_password_is_refused(string password)
    {
        await _rig.WithStoreAsync();
        Assert.Equal(1, (await _rig.RunWithInputAsync(password, "account", "set-password", "anna", "--password-stdin")).Exit);
        Assert.Empty(await _rig.LookAsync(store => store.Accounts.ListAsync(CancellationToken.None)));
    }

    [Theory]
    [InlineData(1024, 0)]
    [InlineData(1025, 1)]
    [InlineData(100_000, 1)]
    public async Task A_password_has_at_most_1024_bytes(int length, int exit)
    {
        await _rig.WithStoreAsync();
        Assert.Equal(exit, (await _rig.RunWithInputAsync(new string('p', length), "account", "set-password", "anna", "--password-stdin")).Exit);
    }
}
