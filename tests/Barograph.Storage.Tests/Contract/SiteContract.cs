using Barograph.Model;

namespace Barograph.Storage.Tests;

public abstract class SiteContract(Engine engine) : StoreContract(engine)
{
    public sealed class Sqlite() : SiteContract(Engine.Sqlite);

    public sealed class Postgres() : SiteContract(Engine.Postgres);

    [Fact]
    public async Task A_new_store_is_private_and_wishes_for_no_unit()
    {
        Site site = await Store.Site.ReadAsync(Cancel);

        Assert.False(site.IsPublic);
        Assert.Empty(site.Units);
    }

    [Fact]
    public async Task What_is_set_replaces_all_and_holds_at_once_in_every_process()
    {
        IStore second = Engine.SharesPlace ? await Place.OpenAsync(Cancel) : Store;

        await Store.Site.SetAsync(Of(true, ("temperature", "degF"), ("pressure", "inHg")), Cancel);
        AssertSame(Of(true, ("pressure", "inHg"), ("temperature", "degF")), await second.Site.ReadAsync(Cancel));

        await second.Site.SetAsync(Of(false, ("temperature", "K")), Cancel);
        AssertSame(Of(false, ("temperature", "K")), await Store.Site.ReadAsync(Cancel));

        await second.Site.SetAsync(Of(true), Cancel);
        AssertSame(Of(true), await Store.Site.ReadAsync(Cancel));
    }

    [Fact]
    public async Task Wishes_of_two_who_set_it_at_the_same_time_do_not_mix()
    {
        IStore second = Engine.SharesPlace ? await Place.OpenAsync(Cancel) : Store;
        Site american = Of(true, ("temperature", "degF"), ("pressure", "inHg")), european = Of(false, ("temperature", "Cel"), ("speed", "km/h"));

        for (int round = 0; round < 10; round++)
        {
            await Task.WhenAll(
                Task.Run(async () => await Store.Site.SetAsync(american, Cancel), Cancel), Task.Run(async () => await second.Site.SetAsync(european, Cancel), Cancel));
            Site site = await Store.Site.ReadAsync(Cancel);
            AssertSame(site.IsPublic ? american : european, site);
        }
    }

    private static Site Of(bool isPublic, params (string Kind, string Unit)[] units) => new(isPublic, units.ToDictionary(wish => wish.Kind, wish => wish.Unit));

    private static void AssertSame(Site expected, Site actual)
    {
        Assert.Equal(expected.IsPublic, actual.IsPublic);
        Assert.Equal(
            expected.Units.OrderBy(wish => wish.Key, StringComparer.Ordinal), actual.Units.OrderBy(wish => wish.Key, StringComparer.Ordinal));
    }
}
