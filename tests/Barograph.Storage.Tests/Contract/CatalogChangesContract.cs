using Barograph.Model;

namespace Barograph.Storage.Tests;

public abstract class CatalogChangesContract(Engine engine) : StoreContract(engine)
{
    public sealed class Sqlite() : CatalogChangesContract(Engine.Sqlite);

    public sealed class Postgres() : CatalogChangesContract(Engine.Postgres);

    [Fact]
    public async Task Listening_begins_with_a_sign_so_that_nothing_is_missed()
    {
        await using var first = new ChangeListener(Store);
        await using var second = new ChangeListener(Store);

        await first.NextAsync();
        await second.NextAsync();
    }

    [Fact]
    public async Task Every_kind_of_change_is_told_in_the_same_store() => await EveryKindIsTold(Store);

    [Fact]
    public async Task Every_kind_of_change_is_told_in_another_store()
    {
        // An engine that refuses a second store has nobody else to tell; that refusal has its own test.
        await EveryKindIsTold(Engine.SharesPlace ? await Place.OpenAsync(Cancel) : Store);
    }

    [Fact]
    public async Task What_was_told_can_be_read()
    {
        IStore other = Engine.SharesPlace ? await Place.OpenAsync(Cancel) : Store;
        await using var listener = new ChangeListener(other);
        await listener.NextAsync();
        for (int i = 0; i < 10; i++)
        {
            string name = FormattableString.Invariant($"board {i}");
            await AddDeviceAsync(name);
            do
                await listener.NextAsync();
            while (!(await other.Devices.ListAsync(Cancel)).Any(d => d.Name == name));
        }
    }

    [Fact]
    public async Task A_change_made_right_after_the_first_sign_is_told()
    {
        for (int i = 0; i < 10; i++)
        {
            await using var listener = new ChangeListener(Store);
            await listener.NextAsync();
            await AddDeviceAsync(FormattableString.Invariant($"board {i}"));
            await listener.NextAsync();
        }
    }

    [Fact]
    public async Task A_hundred_quick_changes_may_be_folded_but_the_last_is_told()
    {
        await using var listener = new ChangeListener(Store);
        await listener.NextAsync();
        for (int i = 0; i < 100; i++)
            await AddDeviceAsync(FormattableString.Invariant($"board {i}"));

        do
            await listener.NextAsync();
        while ((await Store.Devices.ListAsync(Cancel)).Count < 100);
    }

    private async Task EveryKindIsTold(IStore listening)
    {
        await using var listener = new ChangeListener(listening);
        await listener.NextAsync();
        var waits = new List<TimeSpan>();
        foreach ((string kind, Func<Task> change) in Changes())
        {
            try
            {
                waits.Add(await listener.TimeUntilToldAsync(change));
            }
            catch (OperationCanceledException)
            {
                Assert.Fail("Nothing was told after " + kind + ".");
            }
        }
        // The promise is a second. On a busy machine a single one may take longer; were it told by chance of a slow timer, most would.
        Assert.InRange(waits.Order().ElementAt(waits.Count / 2), TimeSpan.Zero, TimeSpan.FromSeconds(1));
    }

    private IEnumerable<(string Kind, Func<Task> Change)> Changes()
    {
        Device device = null!;
        Token token = null!;
        var wish = new SeriesWish(new SeriesKey("desk", "temperature"), null);
        yield return ("a new device", async () => device = await AddDeviceAsync("board", location: "desk"));
        yield return ("a move", async () => await Store.Devices.MoveAsync(device.Id, "attic", At(10), Cancel));
        yield return ("a rotated token", async () => token = await Store.Tokens.RotateAsync(device.Id, NewToken("2"), At(10), At(20), Cancel));
        yield return ("a revoked token", async () => await Store.Tokens.RevokeAsync(token.Id, At(11), Cancel));
        yield return ("a revoked device", async () => await Store.Devices.RevokeAsync(device.Id, At(12), Cancel));
        yield return ("a personal token", async () => token = await Store.Tokens.AddPersonalAsync("backup", NewToken("3"), At(10), Cancel));
        yield return ("the first owner", async () => await Store.Accounts.AddFirstOwnerAsync("owner", "hash", At(0), Cancel));
        yield return ("a replaced device", async () =>
        {
            Device old = await AddDeviceAsync("old");
            await Store.Devices.ReplaceAsync(old.Id, "new", NewToken("4"), At(13), Cancel);
        });
        yield return ("another account", async () => await Store.Accounts.AddAsync("anna", "hash", AccountRole.Guest, At(0), Cancel));
        yield return ("another role", async () => await Store.Accounts.SetRoleAsync("anna", AccountRole.Member, Cancel));
        yield return ("a removed account", async () => await Store.Accounts.RemoveAsync("anna", Cancel));
        yield return ("an opened site", async () => await Store.Site.SetAsync(new Site(true, new Dictionary<string, string>()), Cancel));
        yield return ("a password", async () => await Store.Accounts.SetPasswordAsync("owner", "hash 2", null, Cancel));
        yield return ("a settled unit", async () =>
        {
            await Store.Series.FindOrCreateAsync([wish], token.Id, 10, Cancel);
            await Store.Series.FindOrCreateAsync([wish with { Unit = "Cel" }], token.Id, 10, Cancel);
        });
    }
}
