using Barograph.Model;

namespace Barograph.Storage.Tests;

public abstract class TokenCatalogContract(Engine engine) : StoreContract(engine)
{
    public sealed class Sqlite() : TokenCatalogContract(Engine.Sqlite);

    public sealed class Postgres() : TokenCatalogContract(Engine.Postgres);

    [Fact]
    public async Task A_personal_token_belongs_to_no_device()
    {
        Token token = await Store.Tokens.AddPersonalAsync("backup", NewToken("secret", At(100), TokenScope.Read), At(0), Cancel);

        Assert.Equal(
            new Token(token.Id, null, "backup", TokenKind.Random, Hash("secret"), TokenScope.Read, TokenReach.Any, null, At(0), At(100)), token);
        Assert.Equal([token], await Store.Tokens.ListAsync(Cancel));
    }

    [Fact]
    public async Task Tokens_are_listed_by_number_the_expired_ones_included()
    {
        await Store.Tokens.AddPersonalAsync("z", NewToken("1", At(1)), At(0), Cancel);
        await AddDeviceAsync("m");
        await Store.Tokens.AddPersonalAsync("a", NewToken("3"), At(0), Cancel);

        IReadOnlyList<Token> tokens = await Store.Tokens.ListAsync(Cancel);

        Assert.Equal(["z", "m", "a"], tokens.Select(t => t.Name));
        Assert.Equal(tokens.Select(t => t.Id).Order(), tokens.Select(t => t.Id));
    }

    [Fact]
    public async Task The_name_of_a_live_personal_token_is_taken_and_free_again_once_it_ended()
    {
        await Store.Tokens.AddPersonalAsync("backup", NewToken("1", At(100)), At(0), Cancel);

        NameTakenException error = await Assert.ThrowsAsync<NameTakenException>(
            async () => await Store.Tokens.AddPersonalAsync("backup", NewToken("2"), At(99), Cancel));
        Assert.Equal("backup", error.Name);
        Token second = await Store.Tokens.AddPersonalAsync("backup", NewToken("2"), At(100), Cancel);
        await Assert.ThrowsAsync<NameTakenException>(async () => await Store.Tokens.AddPersonalAsync("backup", NewToken("3"), At(200), Cancel));
        await Store.Tokens.RevokeAsync(second.Id, At(200), Cancel);
        await Store.Tokens.AddPersonalAsync("backup", NewToken("3"), At(201), Cancel);

        Assert.Equal(3, (await Store.Tokens.ListAsync(Cancel)).Count);
    }

    [Fact]
    public async Task A_personal_token_may_be_named_like_a_device()
    {
        await AddDeviceAsync("board");

        await Store.Tokens.AddPersonalAsync("board", NewToken("1"), At(0), Cancel);

        Assert.Equal(2, (await Store.Tokens.ListAsync(Cancel)).Count);
    }

    [Fact]
    public async Task Of_concurrent_personal_tokens_with_one_name_one_is_added()
    {
        IStore second = Engine.SharesPlace ? await Place.OpenAsync(Cancel) : Store;
        int added = (await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(async () =>
        {
            try
            {
                NewToken token = NewToken(FormattableString.Invariant($"secret {i}"));
                await (i % 2 == 0 ? Store : second).Tokens.AddPersonalAsync("backup", token, At(0), Cancel);
                return 1;
            }
            catch (NameTakenException)
            {
                return 0;
            }
        }, Cancel)))).Sum();

        Assert.Equal(1, added);
        Assert.Single(await Store.Tokens.ListAsync(Cancel));
    }

    [Fact]
    public async Task Rotating_gives_a_new_token_and_lets_the_old_ones_live_on_for_a_while()
    {
        Device device = await AddDeviceAsync("board");
        Device bystander = await AddDeviceAsync("bystander");

        Token fresh = await Store.Tokens.RotateAsync(device.Id, NewToken("fresh"), At(10), At(500), Cancel);

        Assert.Equal((device.Id, "board", Hash("fresh"), At(10), null), (fresh.DeviceId, fresh.Name, fresh.Hash, fresh.CreatedAt, fresh.ExpiresAt));
        IReadOnlyList<Token> tokens = await TokensOfAsync(device);
        Assert.Equal([At(500), (Instant?)null], tokens.Select(t => t.ExpiresAt));
        Assert.Equal(fresh, tokens[1]);
        Assert.Null(Assert.Single(await TokensOfAsync(bystander)).ExpiresAt);
    }

    [Fact]
    public async Task Rotating_without_an_end_for_the_old_leaves_them_as_they_are()
    {
        Device device = await AddDeviceAsync("board");
        await Store.Tokens.RotateAsync(device.Id, NewToken("2"), At(10), At(500), Cancel);

        await Store.Tokens.RotateAsync(device.Id, NewToken("3"), At(20), oldExpireAt: null, Cancel);

        Assert.Equal([At(500), null, (Instant?)null], (await TokensOfAsync(device)).Select(t => t.ExpiresAt));
    }

    [Fact]
    public async Task Rotating_never_lengthens_a_life_and_never_revives()
    {
        Device device = await AddDeviceAsync("board");
        await Store.Tokens.RotateAsync(device.Id, NewToken("2"), At(10), At(20), Cancel);
        await Store.Tokens.RotateAsync(device.Id, NewToken("3"), At(15), At(300), Cancel);
        await Store.Tokens.RotateAsync(device.Id, NewToken("4"), At(50), At(200), Cancel);

        // 1 ended at 20, was not lengthened at 15 and not revived at 50; 2 was due to end at 300 and is now shortened to 200.
        Assert.Equal([At(20), At(200), At(200), (Instant?)null], (await TokensOfAsync(device)).Select(t => t.ExpiresAt));
    }

    [Fact]
    public async Task A_revoked_token_ends_at_the_moment_of_its_revocation_and_only_once()
    {
        Token token = await Store.Tokens.AddPersonalAsync("backup", NewToken("1", At(1000)), At(0), Cancel);

        Assert.True(await Store.Tokens.RevokeAsync(token.Id, At(50), Cancel));
        Assert.False(await Store.Tokens.RevokeAsync(token.Id, At(60), Cancel));

        Token revoked = Assert.Single(await Store.Tokens.ListAsync(Cancel));
        Assert.Equal(token with { ExpiresAt = At(50) }, revoked);
        Assert.False(revoked.IsLive(At(50)));
    }

    [Fact]
    public async Task There_is_nothing_to_revoke_of_an_unknown_or_ended_token()
    {
        Token token = await Store.Tokens.AddPersonalAsync("backup", NewToken("1", At(10)), At(0), Cancel);

        Assert.False(await Store.Tokens.RevokeAsync(token.Id + 1000, At(5), Cancel));
        Assert.False(await Store.Tokens.RevokeAsync(token.Id, At(10), Cancel));

        Assert.Equal([token], await Store.Tokens.ListAsync(Cancel));
    }
}
