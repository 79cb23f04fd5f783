using Barograph.Model;

namespace Barograph.Storage.Tests;

public abstract class ReplaceContract(Engine engine) : StoreContract(engine)
{
    public sealed class Sqlite() : ReplaceContract(Engine.Sqlite);

    public sealed class Postgres() : ReplaceContract(Engine.Postgres);

    [Fact]
    public async Task A_new_device_takes_the_place_of_the_old_one()
    {
        Device old = await AddDeviceAsync("board", "esp32", "desk");
        await Store.Devices.MoveAsync(old.Id, "attic", At(50), Cancel);
        await Store.Tokens.RotateAsync(old.Id, NewToken("second"), At(60), At(1000), Cancel);
        NewToken token = new(TokenKind.Random, Hash("new"), TokenScope.Report, TokenReach.Prefix, "attic", null);

        Device added = (await Store.Devices.ReplaceAsync(old.Id, "board-2", token, At(100), Cancel))!;

        Assert.Equal(("board-2", null, At(100), null), (added.Name, added.Username, added.CreatedAt, added.RevokedAt));
        Assert.Equal([new Placement("attic", At(100), null)], added.Placements);
        IReadOnlyList<Device> all = await Store.Devices.ListAsync(Cancel);
        Assert.Equal(added.Placements, all[1].Placements);
        Assert.Equal(added with { Placements = all[1].Placements }, all[1]);
        Assert.Equal(At(100), all[0].RevokedAt);
        Assert.Equal([new Placement("desk", Instant.MinValue, At(50)), new Placement("attic", At(50), At(100))], all[0].Placements);
        Assert.Equal("attic", all[0].LastLocation(At(200)));
        Assert.All(await TokensOfAsync(old), ended => Assert.Equal(At(100), ended.ExpiresAt));
        Token live = Assert.Single(await TokensOfAsync(added));
        Assert.Equal(new Token(live.Id, added.Id, "board-2", token.Kind, token.Hash, token.Scope, token.Reach, token.Prefix, At(100), null), live);
    }

    [Fact]
    public async Task The_place_of_a_device_that_was_never_placed_is_the_location_named_like_it()
    {
        Device old = await AddDeviceAsync("board");

        Device added = (await Store.Devices.ReplaceAsync(old.Id, "other", NewToken("new"), At(100), Cancel))!;

        Assert.Equal([new Placement("board", At(100), null)], added.Placements);
        Assert.Empty((await Store.Devices.ListAsync(Cancel))[0].Placements);
    }

    [Theory]
    [InlineData("board")]
    [InlineData("esp32")]
    [InlineData("bystander")]
    public async Task Nothing_changes_if_the_name_is_taken(string name)
    {
        Device old = await AddDeviceAsync("board", "esp32", "desk");
        await AddDeviceAsync("bystander");

        Assert.Equal(name, (await Assert.ThrowsAsync<NameTakenException>(async () =>
            await Store.Devices.ReplaceAsync(old.Id, name, NewToken("new"), At(100), Cancel))).Name);

        Assert.Equal([null, (Instant?)null], (await Store.Devices.ListAsync(Cancel)).Select(device => device.RevokedAt));
        Assert.Null(Assert.Single(await TokensOfAsync(old)).ExpiresAt);
        Assert.Equal([new Placement("desk", Instant.MinValue, null)], (await Store.Devices.ListAsync(Cancel))[0].Placements);
    }

    [Fact]
    public async Task A_revoked_device_has_no_place_to_take()
    {
        Device old = await AddDeviceAsync("board", location: "desk");
        await Store.Devices.RevokeAsync(old.Id, At(50), Cancel);

        Assert.Null(await Store.Devices.ReplaceAsync(old.Id, "other", NewToken("new"), At(100), Cancel));

        Assert.Single(await Store.Devices.ListAsync(Cancel));
    }

    [Fact]
    public async Task Of_concurrent_replacements_one_takes_the_place()
    {
        Device old = await AddDeviceAsync("board", location: "desk");
        IStore second = Engine.SharesPlace ? await Place.OpenAsync(Cancel) : Store;

        Device?[] added = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(async () =>
            await (i % 2 == 0 ? Store : second).Devices.ReplaceAsync(
                old.Id, FormattableString.Invariant($"new {i}"), NewToken(FormattableString.Invariant($"secret {i}")), At(100 + i), Cancel), Cancel)));

        Device winner = Assert.Single(added, device => device is not null)!;
        Assert.Equal(["board", winner.Name], (await Store.Devices.ListAsync(Cancel)).Select(device => device.Name));
    }
}
