using Barograph.Model;

namespace Barograph.Storage.Tests;

public abstract class OpenContract(Engine engine) : StoreContract(engine)
{
    public sealed class Sqlite() : OpenContract(Engine.Sqlite);

    public sealed class Postgres() : OpenContract(Engine.Postgres);

    [Fact]
    public async Task Before_it_is_open_every_member_says_unavailable()
    {
        IStore closed = Place.NewStore();
        var key = new SeriesKey("desk", "temperature");
        (string Member, Func<Task> Call)[] calls =
        [
            ("append", async () => await closed.Writer.AppendAsync(Batches.Of(new Sample(new SeriesId(1), At(0), 1)), Cancel)),
            ("count", async () => await closed.Reader.CountAsync(new SeriesId(1), TimeRange.All, 1, Cancel)),
            ("read", async () => await ContentsAsync(new SeriesId(1), closed)),
            ("latest", async () => await closed.Reader.LatestAsync(null, Cancel)),
            ("prepare", async () => await closed.Upkeep.PrepareAsync(At(0), Cancel)),
            ("prune", async () => await closed.Upkeep.PruneReceiptsAsync(At(0), Cancel)),
            ("compact", async () => await closed.Upkeep.CompactActivityAsync(At(0), Cancel)),
            ("series", async () => await closed.Series.ListAsync(null, Cancel)),
            ("find series", async () => await closed.Series.FindAsync(key, Cancel)),
            ("create series", async () => await closed.Series.FindOrCreateAsync([new SeriesWish(key, null)], 1, 1, Cancel)),
            ("locations", async () => await closed.Locations.ListAsync(Cancel)),
            ("change location", async () => await closed.Locations.ChangeAsync("desk", new LocationChange { Title = "Desk" }, Cancel)),
            ("site", async () => await closed.Site.ReadAsync(Cancel)),
            ("set site", async () => await closed.Site.SetAsync(new Site(true, new Dictionary<string, string>()), Cancel)),
            ("add account", async () => await closed.Accounts.AddAsync("o", "h", AccountRole.Guest, At(0), Cancel)),
            ("set role", async () => await closed.Accounts.SetRoleAsync("o", AccountRole.Guest, Cancel)),
            ("remove account", async () => await closed.Accounts.RemoveAsync("o", Cancel)),
            ("sessions", async () => await closed.Sessions.ListAsync(1, At(0), Cancel)),
            ("replace device", async () => await closed.Devices.ReplaceAsync(1, "b", NewToken("t"), At(0), Cancel)),
            ("devices", async () => await closed.Devices.ListAsync(Cancel)),
            ("add device", async () => await AddDeviceAsync("board", store: closed)),
            ("move", async () => await closed.Devices.MoveAsync(1, "desk", At(0), Cancel)),
            ("revoke device", async () => await closed.Devices.RevokeAsync(1, At(0), Cancel)),
            ("tokens", async () => await closed.Tokens.ListAsync(Cancel)),
            ("add token", async () => await closed.Tokens.AddPersonalAsync("t", NewToken("t"), At(0), Cancel)),
            ("rotate", async () => await closed.Tokens.RotateAsync(1, NewToken("t"), At(0), At(0), Cancel)),
            ("revoke token", async () => await closed.Tokens.RevokeAsync(1, At(0), Cancel)),
            ("accounts", async () => await closed.Accounts.ListAsync(Cancel)),
            ("first owner", async () => await closed.Accounts.AddFirstOwnerAsync("o", "h", At(0), Cancel)),
            ("set password", async () => await closed.Accounts.SetPasswordAsync("o", "h", null, Cancel)),
            ("add session", async () => await closed.Sessions.AddAsync(new Session(Hash("s"), 1, At(0), At(1)), Cancel)),
            ("find session", async () => await closed.Sessions.FindAccountAsync(Hash("s"), At(0), Cancel)),
            ("end session", async () => await closed.Sessions.EndAsync(Hash("s"), Cancel)),
            ("activity", async () => await closed.Activity.AppendAsync([new DeviceActivity(1, At(0), 1, 1, 0, 0)], [], Cancel)),
            ("sum", async () => await closed.Activity.SumAsync(Cancel)),
            ("rejections", async () => await closed.Activity.RejectionsAsync(1, 1, Cancel)),
        ];

        foreach ((string member, Func<Task> call) in calls)
        {
            Exception? error = await Record.ExceptionAsync(call);
            Assert.True(error is StorageUnavailableException, member + " answered with " + (error?.ToString() ?? "success"));
        }
    }

    [Fact]
    public async Task Whatever_was_stored_is_there_when_it_is_opened_again()
    {
        SeriesId[] series = await NewSeriesAsync(new SeriesKey("desk", "temperature"), new SeriesKey("Küche", "humidity"));
        await AppendAsync(Batches.Of(new Sample(series[0], At(0), 1), new Sample(series[1], At(0), 2)));
        SampleBatch known = new SampleBatch().WithReceipt(new Receipt(1, "a", At(0)), new Sample(series[0], At(1), 1));
        await AppendAsync(known);
        await AddDeviceAsync("board", "esp32", "desk");
        await Store.Accounts.AddFirstOwnerAsync("owner", "hash", At(0), Cancel);
        IReadOnlyList<Token> tokens = await Store.Tokens.ListAsync(Cancel);
        IReadOnlyList<SeriesInfo> allSeries = await Store.Series.ListAsync(null, Cancel);
        await Store.DisposeAsync();

        IStore again = await Place.OpenAsync(Cancel);

        Assert.Equal(tokens, await again.Tokens.ListAsync(Cancel));
        Assert.Equal(allSeries, await again.Series.ListAsync(null, Cancel));
        Assert.Equal("owner", Assert.Single(await again.Accounts.ListAsync(Cancel)).Name);
        Assert.Equal([1.0, 1.0], (await ContentsAsync(series[0], again)).Select(v => v.Value));
        Assert.Equal("D", (await again.Writer.AppendAsync(known, Cancel)).Letters(known));
    }

    [Fact]
    public async Task A_new_store_is_empty()
    {
        Assert.Empty(await Store.Locations.ListAsync(Cancel));
        Assert.Empty(await Store.Series.ListAsync(null, Cancel));
        Assert.Empty(await Store.Devices.ListAsync(Cancel));
        Assert.Empty(await Store.Tokens.ListAsync(Cancel));
        Assert.Empty(await Store.Accounts.ListAsync(Cancel));
        Assert.Empty(await Store.Activity.SumAsync(Cancel));
        Assert.Empty(await Store.Reader.LatestAsync(null, Cancel));
    }

    [Fact]
    public async Task A_healthy_store_has_findings_and_no_fault_among_them()
    {
        IReadOnlyList<Finding> findings = await Store.ExamineAsync(Cancel);

        Assert.NotEmpty(findings);
        Assert.DoesNotContain(findings, finding => finding.Level == FindingLevel.Fault);
        Assert.All(findings, finding => Assert.False(string.IsNullOrWhiteSpace(finding.Subject) || string.IsNullOrWhiteSpace(finding.Text)));
    }

    [Fact]
    public async Task Cancelled_calls_end_and_do_no_harm()
    {
        SeriesId series = (await NewSeriesAsync(1))[0];
        var cancelled = new CancellationToken(canceled: true);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Store.Reader.LatestAsync(null, cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Store.Devices.ListAsync(cancelled));

        SampleBatch batch = Batches.Of(new Sample(series, At(0), 1));
        Assert.Equal("N", (await AppendAsync(batch)).Letters(batch));
    }
}
