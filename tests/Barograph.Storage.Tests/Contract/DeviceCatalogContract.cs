using Barograph.Model;

namespace Barograph.Storage.Tests;

public abstract class DeviceCatalogContract(Engine engine) : StoreContract(engine)
{
    public sealed class Sqlite() : DeviceCatalogContract(Engine.Sqlite);

    public sealed class Postgres() : DeviceCatalogContract(Engine.Postgres);

    [Fact]
    public async Task A_new_device_has_its_names_its_place_and_its_first_token()
    {
        var token = new NewToken(TokenKind.Password, "a password's hash", TokenScope.Report, TokenReach.Prefix, "cellar", At(1000)) { Dialects = DialectSet.Wu | DialectSet.Ecowitt, LocationTags = "room,host" };
        Device device = await Store.Devices.AddAsync(new NewDevice("board", "esp32", "desk", token, At(5)), Cancel);

        Assert.Equal(("board", "esp32", At(5), null), (device.Name, device.Username, device.CreatedAt, device.RevokedAt));
        Assert.Equal("desk", device.LocationAt(Instant.MinValue));
        Assert.Equal("desk", device.LocationAt(At(1e8)));
        Token stored = Assert.Single(await Store.Tokens.ListAsync(Cancel));
        Assert.Equal(
            new Token(stored.Id, device.Id, "board", token.Kind, token.Hash, token.Scope, token.Reach, token.Prefix, At(5), At(1000))
            {
                Dialects = DialectSet.Wu | DialectSet.Ecowitt,
                LocationTags = "room,host",
            },
            stored);
        Equivalent(device, Assert.Single(await Store.Devices.ListAsync(Cancel)));
    }

    [Fact]
    public async Task A_device_without_a_place_stands_at_the_location_named_like_it()
    {
        Device device = await AddDeviceAsync("basement");

        Assert.Empty(device.Placements);
        Assert.Null(device.Username);
        Assert.Equal("basement", device.LocationAt(At(0)));
    }

    [Fact]
    public async Task Devices_are_listed_by_name_in_the_order_of_the_characters_numbers()
    {
        string[] names = ["zoo", "Zebra", "ähre", "apple", "Ärger", "10", "9"];
        foreach (string name in names)
            await AddDeviceAsync(name);

        Assert.Equal(names.Order(StringComparer.Ordinal), (await Store.Devices.ListAsync(Cancel)).Select(d => d.Name));
    }

    [Theory]
    [InlineData("board", null, "board")]
    [InlineData("esp32", null, "esp32")]
    [InlineData("other", "board", "board")]
    [InlineData("other", "esp32", "esp32")]
    public async Task Names_and_usernames_share_one_namespace(string name, string? username, string taken)
    {
        await AddDeviceAsync("board", "esp32");

        NameTakenException error = await Assert.ThrowsAsync<NameTakenException>(() => AddDeviceAsync(name, username));

        Assert.Equal(taken, error.Name);
        Assert.Single(await Store.Devices.ListAsync(Cancel));
        Assert.Single(await Store.Tokens.ListAsync(Cancel));
    }

    [Fact]
    public async Task A_device_may_be_named_and_signed_in_alike()
    {
        Device device = await AddDeviceAsync("esp32", "esp32");

        Assert.Equal(("esp32", "esp32"), (device.Name, device.Username));
        await Assert.ThrowsAsync<NameTakenException>(() => AddDeviceAsync("esp32"));
    }

    [Fact]
    public async Task The_name_of_a_revoked_device_stays_taken()
    {
        Device device = await AddDeviceAsync("board", "esp32");
        await Store.Devices.RevokeAsync(device.Id, At(1), Cancel);

        await Assert.ThrowsAsync<NameTakenException>(() => AddDeviceAsync("board"));
        await Assert.ThrowsAsync<NameTakenException>(() => AddDeviceAsync("esp32"));
    }

    [Fact]
    public async Task Of_concurrent_devices_with_one_name_one_is_added()
    {
        IStore second = Engine.SharesPlace ? await Place.OpenAsync(Cancel) : Store;
        // Half of them want it as the name, half as the username, half through another store.
        int added = (await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(async () =>
        {
            var token = NewToken(FormattableString.Invariant($"secret {i}"));
            string own = FormattableString.Invariant($"board {i}");
            NewDevice device = i % 2 == 0 ? new("wanted", own, null, token, Start) : new(own, "wanted", null, token, Start);
            try
            {
                await (i % 4 < 2 ? Store : second).Devices.AddAsync(device, Cancel);
                return 1;
            }
            catch (NameTakenException)
            {
                return 0;
            }
        }, Cancel)))).Sum();

        Assert.Equal(1, added);
        Assert.Single(await Store.Devices.ListAsync(Cancel));
        Assert.Single(await Store.Tokens.ListAsync(Cancel));
    }

    [Fact]
    public async Task A_move_ends_the_placement_and_begins_the_next()
    {
        Device device = await AddDeviceAsync("board", location: "desk");
        await Store.Devices.MoveAsync(device.Id, "attic", At(100), Cancel);
        await Store.Devices.MoveAsync(device.Id, "desk", At(200), Cancel);

        Device moved = Assert.Single(await Store.Devices.ListAsync(Cancel));

        Assert.Equal(["desk", "attic", "desk"], moved.Placements.Select(p => p.Location));
        Assert.Equal([At(100), At(200), (Instant?)null], moved.Placements.Select(p => p.Until));
        Assert.Equal([At(100), At(200)], moved.Placements.Skip(1).Select(p => p.From));
        Assert.Equal("desk", moved.LocationAt(Instant.MinValue));
        Assert.Equal("desk", moved.LocationAt(At(99.999999)));
        Assert.Equal("attic", moved.LocationAt(At(100)));
        Assert.Equal("attic", moved.LocationAt(At(199.999999)));
        Assert.Equal("desk", moved.LocationAt(At(200)));
    }

    [Fact]
    public async Task A_device_that_never_was_placed_keeps_its_past_when_moved()
    {
        Device device = await AddDeviceAsync("board");
        await Store.Devices.MoveAsync(device.Id, "attic", At(100), Cancel);

        Device moved = Assert.Single(await Store.Devices.ListAsync(Cancel));

        Assert.Equal("board", moved.LocationAt(At(99.999999)));
        Assert.Equal("attic", moved.LocationAt(At(100)));
    }

    [Fact]
    public async Task Of_two_moves_at_one_moment_the_second_holds()
    {
        Device device = await AddDeviceAsync("board", location: "desk");
        await Store.Devices.MoveAsync(device.Id, "attic", At(100), Cancel);
        await Store.Devices.MoveAsync(device.Id, "cellar", At(100), Cancel);

        Device moved = Assert.Single(await Store.Devices.ListAsync(Cancel));

        Assert.Equal("desk", moved.LocationAt(At(99)));
        Assert.Equal("cellar", moved.LocationAt(At(100)));
        Assert.Equal("cellar", moved.LocationAt(At(200)));
    }

    [Fact]
    public async Task A_revoked_device_loses_every_live_token_and_keeps_its_readings()
    {
        Device device = await AddDeviceAsync("board");
        Device bystander = await AddDeviceAsync("bystander");
        await Store.Tokens.RotateAsync(device.Id, NewToken("second"), At(10), At(1000), Cancel);
        await Store.Tokens.RotateAsync(device.Id, NewToken("third"), At(20), At(30), Cancel);
        SeriesId series = (await NewSeriesAsync(1))[0];
        await AppendAsync(Batches.Of(new Sample(series, At(0), 1)));

        await Store.Devices.RevokeAsync(device.Id, At(500), Cancel);

        Device revoked = (await Store.Devices.ListAsync(Cancel)).Single(d => d.Id == device.Id);
        Assert.Equal(At(500), revoked.RevokedAt);
        // The first two ended at 30 already, which stays as it was.
        Assert.Equal([At(30), At(30), At(500)], (await TokensOfAsync(device)).Select(t => t.ExpiresAt!.Value));
        Assert.Null(Assert.Single(await TokensOfAsync(bystander)).ExpiresAt);
        Assert.Single(await ContentsAsync(series));
    }

    private static void Equivalent(Device expected, Device actual)
    {
        Assert.Equal(expected.Placements, actual.Placements);
        Assert.Equal(expected with { Placements = actual.Placements }, actual);
    }
}
