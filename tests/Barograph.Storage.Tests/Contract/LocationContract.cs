using Barograph.Model;

namespace Barograph.Storage.Tests;

public abstract class LocationContract(Engine engine) : StoreContract(engine)
{
    public sealed class Sqlite() : LocationContract(Engine.Sqlite);

    public sealed class Postgres() : LocationContract(Engine.Postgres);

    [Fact]
    public async Task A_new_location_is_called_like_its_key_and_is_shown()
    {
        await NewSeriesAsync(new SeriesKey("Küche/Herd", "temperature"));

        Location location = Assert.Single(await Store.Locations.ListAsync(Cancel));

        Assert.Equal(("Küche/Herd", "Küche/Herd", false, null), (location.Key, location.Title, location.IsHidden, location.Zone));
    }

    [Fact]
    public async Task Each_thing_is_changed_without_the_others()
    {
        await NewSeriesAsync(new SeriesKey("desk", "temperature"), new SeriesKey("other", "temperature"));
        IReadOnlyList<Location> before = await Store.Locations.ListAsync(Cancel);
        Location desk = before[0];

        Assert.True(await ChangeAsync(new LocationChange { Title = "My “desk”" }));
        await AssertIsAsync(desk = desk with { Title = "My “desk”" });
        Assert.True(await ChangeAsync(new LocationChange { IsHidden = true }));
        await AssertIsAsync(desk = desk with { IsHidden = true });
        Assert.True(await ChangeAsync(new LocationChange { SetsZone = true, Zone = "Europe/Berlin" }));
        await AssertIsAsync(desk = desk with { Zone = "Europe/Berlin" });
        Assert.True(await ChangeAsync(new LocationChange { Zone = "not meant" }));
        await AssertIsAsync(desk);
        Assert.True(await ChangeAsync(new LocationChange { Title = "desk", IsHidden = false, SetsZone = true }));
        await AssertIsAsync(desk with { Title = "desk", IsHidden = false, Zone = null });

        async Task AssertIsAsync(Location expected) => Assert.Equal([expected, before[1]], await Store.Locations.ListAsync(Cancel));
    }

    [Fact]
    public async Task A_location_that_is_not_there_is_not_made()
    {
        Assert.False(await ChangeAsync(new LocationChange { Title = "Desk" }));
        Assert.Empty(await Store.Locations.ListAsync(Cancel));
    }

    [Fact]
    public async Task A_hidden_location_takes_readings_and_gives_them()
    {
        SeriesId series = (await NewSeriesAsync(new SeriesKey("desk", "temperature")))[0];
        await ChangeAsync(new LocationChange { IsHidden = true });

        await AppendAsync(Batches.Of(new Sample(series, At(0), 1)));

        Assert.Single(await ContentsAsync(series));
        Assert.Equal([series], await NewSeriesAsync(new SeriesKey("desk", "temperature")));
    }

    private ValueTask<bool> ChangeAsync(LocationChange change) => Store.Locations.ChangeAsync("desk", change, Cancel);
}
