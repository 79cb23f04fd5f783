using Barograph.Model;

namespace Barograph.Storage.Tests;

public abstract class SeriesCatalogContract(Engine engine) : StoreContract(engine)
{
    public sealed class Sqlite() : SeriesCatalogContract(Engine.Sqlite);

    public sealed class Postgres() : SeriesCatalogContract(Engine.Postgres);

    [Fact]
    public async Task Found_or_created_a_series_keeps_its_number()
    {
        int token = await NewTokenIdAsync();
        SeriesWish[] wishes = [Wish("desk", "temperature"), Wish("basement/floor", "wetness"), Wish("desk", "humidity")];

        IReadOnlyList<SeriesInfo?> first = await CreateAsync(wishes, token);
        IReadOnlyList<SeriesInfo?> second = await CreateAsync([.. wishes.Reverse()], token);

        Assert.Equal(wishes.Select(w => w.Key), first.Select(s => s!.Key));
        Assert.Equal(first.Reverse(), second);
        Assert.Equal(3, first.Select(s => s!.Id).Distinct().Count());
        Assert.All(first, series => Assert.True(series!.Id.Value >= 1));
    }

    [Fact]
    public async Task A_series_can_be_found_by_its_key_and_in_the_lists()
    {
        IReadOnlyList<SeriesInfo?> made = await CreateAsync([Wish("desk", "temperature", "Cel"), Wish("attic", "temperature")], await NewTokenIdAsync());

        Assert.Equal(made[0], await Store.Series.FindAsync(new SeriesKey("desk", "temperature"), Cancel));
        Assert.Null(await Store.Series.FindAsync(new SeriesKey("desk", "humidity"), Cancel));
        Assert.Null(await Store.Series.FindAsync(new SeriesKey("DESK", "temperature"), Cancel));
        Assert.Equal([made[1]!, made[0]!], await Store.Series.ListAsync(null, Cancel));
        Assert.Equal([made[0]!], await Store.Series.ListAsync("desk", Cancel));
        Assert.Empty(await Store.Series.ListAsync("des_", Cancel));
    }

    [Fact]
    public async Task A_new_location_is_titled_by_its_key()
    {
        await CreateAsync([Wish("Küche/Süd", "temperature"), Wish("Küche/Süd", "humidity")], await NewTokenIdAsync());

        Location location = Assert.Single(await Store.Locations.ListAsync(Cancel));
        Assert.Equal(("Küche/Süd", "Küche/Süd"), (location.Key, location.Title));
        Assert.True(location.Id >= 1);
    }

    [Fact]
    public async Task Names_that_look_alike_are_different_locations()
    {
        // Composed and decomposed ü, Latin and Cyrillic a, upper and lower case, inner spaces: the bytes decide.
        string[] keys = ["K\u00FCche", "Ku\u0308che", "k\u00FCche", "a", "\u0430", "a b", "a  b", "desk'); DROP TABLE sample;--", "\U0001F321"];
        IReadOnlyList<SeriesInfo?> made = await CreateAsync([.. keys.Select(key => Wish(key, "temperature"))], await NewTokenIdAsync());

        Assert.Equal(keys.Length, made.Select(s => s!.Id).Distinct().Count());
        Assert.Equal(keys, made.Select(s => s!.Key.Location));
        Assert.Equal(keys.Length, (await Store.Locations.ListAsync(Cancel)).Count);
    }

    [Fact]
    public async Task The_first_unit_stays()
    {
        int token = await NewTokenIdAsync();

        Assert.Null((await CreateAsync([Wish("desk", "temperature")], token))[0]!.Unit);
        Assert.Equal("Cel", (await CreateAsync([Wish("desk", "temperature", "Cel")], token))[0]!.Unit);
        Assert.Equal("Cel", (await CreateAsync([Wish("desk", "temperature", "degF")], token))[0]!.Unit);
        Assert.Equal("Cel", (await CreateAsync([Wish("desk", "temperature")], token))[0]!.Unit);
        Assert.Equal("Cel", (await Store.Series.FindAsync(new SeriesKey("desk", "temperature"), Cancel))!.Unit);
    }

    [Fact]
    public async Task Of_concurrent_units_one_is_settled_and_all_are_told_it()
    {
        int token = await NewTokenIdAsync();
        string[] units = ["Cel", "degF", "K", "%RH", "hPa", "V", "m", "lx"];

        SeriesInfo?[] told = await Task.WhenAll(units.Select(unit =>
            Task.Run(async () => (await CreateAsync([Wish("desk", "temperature", unit)], token))[0], Cancel)));

        string? settled = (await Store.Series.FindAsync(new SeriesKey("desk", "temperature"), Cancel))!.Unit;
        Assert.Contains(settled, units);
        Assert.All(told, series => Assert.Equal(settled, series!.Unit));
    }

    [Fact]
    public async Task At_the_limit_new_series_are_refused_and_known_ones_still_found()
    {
        int token = await NewTokenIdAsync();
        await CreateAsync([Wish("desk", "a"), Wish("desk", "b")], token, maxSeries: 3);

        IReadOnlyList<SeriesInfo?> found = await CreateAsync([Wish("desk", "c"), Wish("desk", "a"), Wish("desk", "d"), Wish("desk", "b")], token, maxSeries: 3);

        Assert.NotNull(found[1]);
        Assert.NotNull(found[3]);
        Assert.Single((SeriesInfo?[])[found[0], found[2]], series => series is not null);
        Assert.Equal(3, (await Store.Series.ListAsync(null, Cancel)).Count);
    }

    [Fact]
    public async Task A_refused_series_leaves_no_location_behind()
    {
        int token = await NewTokenIdAsync();
        await CreateAsync([Wish("desk", "a")], token, maxSeries: 1);

        Assert.Null((await CreateAsync([Wish("attic", "a")], token, maxSeries: 1))[0]);

        Assert.Equal("desk", Assert.Single(await Store.Locations.ListAsync(Cancel)).Key);
    }

    [Fact]
    public async Task Each_token_has_its_own_limit_and_pays_only_for_what_it_created()
    {
        int first = await NewTokenIdAsync();
        int second = await NewTokenIdAsync();
        await CreateAsync([Wish("desk", "a"), Wish("desk", "b")], first, maxSeries: 2);

        // The second token meets the first one's series, which cost it nothing.
        Assert.DoesNotContain(null, await CreateAsync([Wish("desk", "a"), Wish("desk", "b"), Wish("desk", "c"), Wish("desk", "d")], second, maxSeries: 2));
        Assert.Null((await CreateAsync([Wish("desk", "e")], second, maxSeries: 2))[0]);
        Assert.Null((await CreateAsync([Wish("desk", "e")], first, maxSeries: 2))[0]);
    }

    [Fact]
    public async Task The_limit_holds_exactly_under_sixteen_concurrent_callers()
    {
        const int Limit = 50;
        int token = await NewTokenIdAsync();
        IStore second = Engine.SharesPlace ? await Place.OpenAsync(Cancel) : Store;

        IReadOnlyList<SeriesInfo?>[] made = await Task.WhenAll(Enumerable.Range(0, 16).Select(caller => Task.Run(async () =>
        {
            // Two callers at a time want the same keys, so that finding and creating race as well.
            SeriesWish[] wishes = [.. Enumerable.Range(0, 10).Select(i => Wish("desk", FormattableString.Invariant($"m{caller / 2}_{i}")))];
            return await CreateAsync(wishes, token, Limit, caller % 4 < 2 ? Store : second);
        }, Cancel)));

        IReadOnlyList<SeriesInfo> stored = await Store.Series.ListAsync(null, Cancel);
        Assert.Equal(Limit, stored.Count);
        Assert.Equal(stored.Select(s => s.Id).Order(IdOrder), made.SelectMany(list => list).OfType<SeriesInfo>().Select(s => s.Id).Distinct().Order(IdOrder));
    }

    [Fact]
    public async Task Concurrent_callers_who_want_the_same_get_the_same()
    {
        int[] tokens = [await NewTokenIdAsync(), await NewTokenIdAsync()];
        IStore second = Engine.SharesPlace ? await Place.OpenAsync(Cancel) : Store;
        SeriesWish[] wishes = [.. Enumerable.Range(0, 30).Select(i => Wish(FormattableString.Invariant($"place {i % 5}"), FormattableString.Invariant($"m{i}")))];

        IReadOnlyList<SeriesInfo?>[] told = await Task.WhenAll(Enumerable.Range(0, 16).Select(caller => Task.Run(async () =>
        {
            SeriesWish[] order = caller % 2 == 0 ? wishes : [.. wishes.Reverse()];
            IReadOnlyList<SeriesInfo?> found = await CreateAsync(order, tokens[caller / 8], store: caller % 4 < 2 ? Store : second);
            return (IReadOnlyList<SeriesInfo?>)(caller % 2 == 0 ? found : [.. found.Reverse()]);
        }, Cancel)));

        Assert.All(told, list => Assert.Equal(told[0], list));
        Assert.Equal(wishes.Length, (await Store.Series.ListAsync(null, Cancel)).Count);
        Assert.Equal(5, (await Store.Locations.ListAsync(Cancel)).Count);
    }

    private static readonly Comparer<SeriesId> IdOrder = Comparer<SeriesId>.Create((a, b) => a.Value.CompareTo(b.Value));

    private static SeriesWish Wish(string location, string metric, string? unit = null) => new(new SeriesKey(location, metric), unit);

    private async Task<IReadOnlyList<SeriesInfo?>> CreateAsync(SeriesWish[] wishes, int token, int maxSeries = 500, IStore? store = null) =>
        await (store ?? Store).Series.FindOrCreateAsync(wishes, token, maxSeries, Cancel);
}
