using Barograph.Model;
using Barograph.Storage.Postgres;
using Barograph.Storage.Sqlite;
using Barograph.TestSupport;

namespace Barograph.Storage.Tests;

/// <summary>A store of any earlier version opens with this program, and everything is there.</summary>
public sealed class UpgradeTests
{
    private static readonly Instant Minute = Instant.FromUnixSeconds(1_700_000_000);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string> SqliteVersions => [.. Scripts.Of(Scripts.Sqlite).Where(script => File.Exists(Scripts.FixtureOf(Scripts.Sqlite, script)))];

    public static TheoryData<string> PostgresVersions => [.. Scripts.Of(Scripts.Postgres).Where(script => File.Exists(Scripts.FixtureOf(Scripts.Postgres, script)))];

    [Theory]
    [MemberData(nameof(SqliteVersions))]
    public async Task A_SQLite_store_of_this_version_is_migrated_and_loses_nothing(string version)
    {
        using var folder = new ScratchFolder();
        string file = folder.File("barograph.db");
        File.Copy(Scripts.FixtureOf(Scripts.Sqlite, version), file);
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await using var store = new SqliteStore(file, SqliteAccess.Serve, TimeProvider.System);

        await store.OpenAsync(Cancel);

        await AssertCatalogAsync(store);
        if (string.CompareOrdinal(version, "0002") > 0)
            await AssertSamplesAsync(store, receivedAt: new Instant(1_795_402_663_519_916));
        if (string.CompareOrdinal(version, "0003") > 0)
            await AssertActivityAsync(store);
        await AssertItTakesReportsAsync(store);
        Assert.DoesNotContain(await store.ExamineAsync(Cancel), finding => finding.Level == FindingLevel.Fault);
    }

    [Theory]
    [MemberData(nameof(PostgresVersions))]
    public async Task A_PostgreSQL_store_of_this_version_is_migrated_and_loses_nothing(string version)
    {
        await using OlderDatabase older = await OlderDatabase.MakeAsync(version);

        IReadOnlyList<SetupLine> lines = await older.MigrateAsync();

        int missing = Scripts.Of(Scripts.Postgres).Count(script => string.CompareOrdinal(script, version) > 0);
        Assert.Contains(lines, line => line.Text.StartsWith($"migrations: {missing} applied", StringComparison.Ordinal));
        await using IStore store = await older.OpenAsync();
        await AssertCatalogAsync(store);
        if (string.CompareOrdinal(version, "0003") > 0)
            await AssertSamplesAsync(store, receivedAt: Minute + TimeSpan.FromMinutes(2));
        if (string.CompareOrdinal(version, "0005") > 0)
            await AssertActivityAsync(store);
        await AssertItTakesReportsAsync(store);
        Assert.DoesNotContain(await store.ExamineAsync(Cancel), finding => finding.Level == FindingLevel.Fault);
    }

    private static async Task AssertCatalogAsync(IStore store)
    {
        Assert.Equal(
            ["basement/Küche humidity ", "basement/floor temperature Cel", "basement/floor wetness "],
            (await store.Series.ListAsync(null, Cancel)).Select(series => $"{series.Key.Location} {series.Key.Metric} {series.Unit}")
                .Order(StringComparer.Ordinal));
        IReadOnlyList<Device> devices = await store.Devices.ListAsync(Cancel);
        Assert.Equal(["cellar", "first", "old"], devices.Select(device => device.Name).Order(StringComparer.Ordinal));
        Assert.Equal(["old"], devices.Where(device => device.RevokedAt is not null).Select(device => device.Name));
        IReadOnlyList<Token> tokens = await store.Tokens.ListAsync(Cancel);
        Assert.Contains(tokens, token => token is { Name: "cellar", Reach: TokenReach.Prefix, Prefix: "basement", Scope: TokenScope.Report, ExpiresAt: null });
        Assert.Contains(tokens, token => token is { Name: "reader", Reach: TokenReach.Any, Scope: TokenScope.Read, DeviceId: null });
        Account anna = Assert.Single(await store.Accounts.ListAsync(Cancel));
        Assert.Equal(("anna", AccountRole.Owner), (anna.Name, anna.Role));
        Assert.False((await store.Site.ReadAsync(Cancel)).IsPublic);
        Assert.All(await store.Locations.ListAsync(Cancel), location => Assert.Equal((false, null), (location.IsHidden, location.Zone)));
    }

    /// <param name="store">A store that had samples.</param>
    /// <param name="receivedAt">The time of the report that came without one.</param>
    private static async Task AssertSamplesAsync(IStore store, Instant receivedAt)
    {
        var found = new List<string>();
        foreach (SeriesInfo series in await store.Series.ListAsync(null, Cancel))
            await foreach (ReadOnlyMemory<TimedValue> block in store.Reader.ReadAsync(series.Id, TimeRange.All, Cancel))
                foreach (TimedValue sample in block.ToArray())
                    found.Add(FormattableString.Invariant($"{series.Key.Metric} {sample.Time.Microseconds - Minute.Microseconds} {sample.Value}"));
        string[] expected =
        [
            "humidity 60000001 -0.1", "temperature 0 21.5", "temperature 60000000 21.25", "wetness 0 0", "wetness 60000000 1",
            FormattableString.Invariant($"wetness {receivedAt.Microseconds - Minute.Microseconds} 2"),
        ];
        // PostgreSQL's came through the view, with a temperature.
        Assert.Equal(expected.Order(StringComparer.Ordinal), found.Where(line => !line.EndsWith(" 21.75", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        SeriesInfo wetness = (await store.Series.FindAsync(new SeriesKey("basement/floor", "wetness"), Cancel))!;
        SampleBatch retry = new SampleBatch().WithReceipt(new Receipt(2, "r-1", Minute), new Sample(wetness.Id, Minute + TimeSpan.FromDays(1), 2));
        Assert.Equal("D", (await store.Writer.AppendAsync(retry, Cancel)).Letters(retry));
    }

    private static async Task AssertActivityAsync(IStore store)
    {
        DeviceActivity sum = Assert.Single(await store.Activity.SumAsync(Cancel));
        Assert.Equal((2, 5, 6, 1), (sum.DeviceId, sum.Reports, sum.Samples, sum.Rejected));
        Assert.Equal("location_forbidden", Assert.Single(await store.Activity.RejectionsAsync(2, 10, Cancel)).Code);
    }

    private static async Task AssertItTakesReportsAsync(IStore store)
    {
        SeriesInfo series = (await store.Series.FindOrCreateAsync([new SeriesWish(new SeriesKey("new", "metric"), "V")], 1, 500, Cancel))[0]!;
        SampleBatch batch = Batches.Of(new Sample(series.Id, Minute, 5));
        Assert.Equal("N", (await store.Writer.AppendAsync(batch, Cancel)).Letters(batch));
    }
}
