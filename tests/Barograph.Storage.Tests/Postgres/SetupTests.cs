using Barograph.Model;
using Barograph.Storage.Postgres;
using Barograph.TestSupport;

namespace Barograph.Storage.Tests;

/// <summary><c>postgres setup</c>: what it makes, and that a second run changes nothing.</summary>
public sealed class SetupTests(OwnCluster own) : PostgresTest(() => Task.FromResult(own.Cluster)), IClassFixture<OwnCluster>
{
    [Fact]
    public async Task Run_twice_it_changes_nothing_and_gives_the_same_store()
    {
        IStore store = await Place.OpenAsync(Cancel);
        SeriesId series = await NewSeriesAsync(store);
        await store.Writer.AppendAsync(Batches.Of(new Sample(series, Start, 1)), Cancel);
        await store.DisposeAsync();
        string before = await DumpAsync();

        PostgresSetupResult again = await PostgresPlace.SetupAsync(Cluster, Place.Database, Place.Login, seedUser: null);

        Assert.Equal(before, await DumpAsync());
        Assert.Equal("postgres:" + Place.ConnectionString, again.Store);
        Assert.False(again.Changed);
    }

    [Fact]
    public async Task Rights_that_somebody_took_away_or_added_for_all_are_put_right()
    {
        string before = await DumpAsync();
        await Place.SqlAsync("REVOKE SELECT ON device FROM barograph_ingest; GRANT CREATE ON SCHEMA public TO PUBLIC");
        await Place.SqlAsync($"GRANT CONNECT ON DATABASE {Place.Database} TO PUBLIC");

        await PostgresPlace.SetupAsync(Cluster, Place.Database, Place.Login, seedUser: null);

        // What PUBLIC was given is taken back. Grants to the roles belong to the migrations, which run once; the doctor tells of those.
        string stranger = Cluster.NewName("stranger_");
        await Place.SqlAsync($"CREATE ROLE {stranger} LOGIN");
        await AssertDeniedAsync("connecting", () => Place.SqlAsync(stranger, "SELECT 1"));
        await Place.SqlAsync($"GRANT SELECT ON device TO barograph_ingest; DROP ROLE {stranger}");
        // Giving a right back changes the order of the list of rights, and nothing else.
        Assert.Equal(before.Split('\n').Order(StringComparer.Ordinal), (await DumpAsync()).Split('\n').Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("We\"ird name", "Log in\"1")]
    [InlineData("naïve';--", "ü';--")]
    public async Task Names_are_quoted(string database, string login)
    {
        PostgresSetupResult result = await PostgresPlace.SetupAsync(Cluster, database, login, seedUser: null);

        await using var store = new PostgresStore(new PostgresOptions(result.Store["postgres:".Length..]), TimeProvider.System);
        await store.OpenAsync(Cancel);
        Assert.Empty(await store.Devices.ListAsync(Cancel));
    }

    [Fact]
    public async Task Partitions_reach_from_2015_to_at_least_a_month_ahead_without_a_gap_or_a_default()
    {
        Assert.Equal(0L, await Place.SqlAsync("SELECT count(*) FROM pg_partitioned_table WHERE partdefid <> 0"));
        Assert.Equal(0L, await Place.SqlAsync("""
            WITH bounds AS (
                SELECT regexp_match(pg_get_expr(relpartbound, oid), $$FROM \('(.+)'\) TO \('(.+)'\)$$) AS b
                FROM pg_class WHERE relispartition AND relkind = 'r'),
            ranges AS (SELECT b[1]::timestamptz AS start, b[2]::timestamptz AS stop, lag(b[2]::timestamptz) OVER (ORDER BY b[1]::timestamptz) AS before FROM bounds)
            SELECT count(*) FROM ranges WHERE start <> coalesce(before, '2015-01-01 00:00:00+00')
            """));
        Assert.Equal(true, await Place.SqlAsync("""
            SELECT max((regexp_match(pg_get_expr(relpartbound, oid), $$TO \('(.+)'\)$$))[1]::timestamptz) > now() + interval '1 month'
            FROM pg_class WHERE relispartition AND relkind = 'r'
            """));
    }

    [Fact]
    public async Task A_sample_outside_all_partitions_is_refused_like_any_bad_data()
    {
        IStore store = await Place.OpenAsync(Cancel);
        SeriesId series = await NewSeriesAsync(store);
        Sample good = new(series, Start, 1);

        await Assert.ThrowsAsync<BatchRefusedException>(async () =>
            await store.Writer.AppendAsync(Batches.Of(good, new Sample(series, Instant.FromUnixSeconds(0), 1)), Cancel));

        Assert.Empty(await ContentsAsync(store, series));
        Assert.Null((await store.Writer.AppendAsync(Batches.Of(good), Cancel)).Outcomes);
    }

    /// <summary>Roles, rights, tables and rows of everything, as text.</summary>
    private async Task<string> DumpAsync()
    {
        string binaries = PostgresBinaries.Find();
        string roles = await Shell.RunAsync(binaries + "/pg_dumpall", "--roles-only", "-d", Cluster.ConnectionStringForTools("postgres"));
        string database = await Shell.RunAsync(binaries + "/pg_dump", "--create", "-d", Cluster.ConnectionStringForTools(Place.Database));
        // Newer versions of pg_dump guard their text with a random word.
        return string.Join('\n', (roles + database).Split('\n').Where(line => !line.Contains("restrict", StringComparison.Ordinal)));
    }
}
