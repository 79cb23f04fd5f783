using Barograph.Storage.Postgres;
using Barograph.TestSupport;

namespace Barograph.Storage.Tests;

/// <summary>The server reads its real grants and does not start with more than it should have, unless the override says so.</summary>
public sealed class RefusalTests(OwnCluster own) : PostgresTest(() => Task.FromResult(own.Cluster)), IClassFixture<OwnCluster>
{
    [Fact]
    public async Task The_set_ups_login_is_accepted()
    {
        IStore store = await Place.OpenAsync(Cancel);

        Assert.Empty(await store.Devices.ListAsync(Cancel));
    }

    [Fact]
    public async Task A_superuser_is_refused() => await AssertRefusedAsync(PostgresCluster.Superuser, "superuser");

    [Theory]
    [InlineData("GRANT UPDATE ON sample TO barograph_ingest", "UPDATE")]
    [InlineData("GRANT DELETE ON sample TO barograph_ingest", "DELETE")]
    [InlineData("GRANT TRUNCATE ON sample TO barograph_ingest", "TRUNCATE")]
    [InlineData("GRANT UPDATE (value) ON sample TO barograph_ingest", "UPDATE")]
    [InlineData("GRANT UPDATE (value) ON PARTITION TO barograph_ingest", "UPDATE")]
    [InlineData("GRANT DELETE ON PARTITION TO barograph_ingest", "DELETE")]
    [InlineData("GRANT TRUNCATE ON PARTITION TO barograph_ingest", "TRUNCATE")]
    [InlineData("GRANT UPDATE ON sample TO PUBLIC", "UPDATE")]
    [InlineData("ALTER TABLE sample OWNER TO barograph_ingest", "own")]
    [InlineData("ALTER TABLE PARTITION OWNER TO barograph_ingest", "own")]
    public async Task A_role_for_devices_that_could_rewrite_history_is_refused(string grant, string named)
    {
        await Place.SqlAsync(grant.Replace("PARTITION", await OnePartitionAsync(), StringComparison.Ordinal));

        await AssertRefusedAsync(Place.Login, named);
    }

    [Fact]
    public async Task A_right_through_a_role_of_the_whole_cluster_is_seen_too()
    {
        await Place.SqlAsync("GRANT pg_write_all_data TO barograph_ingest");
        try
        {
            await AssertRefusedAsync(Place.Login, "UPDATE");
        }
        finally
        {
            await Place.SqlAsync("REVOKE pg_write_all_data FROM barograph_ingest");
        }
    }

    [Theory]
    [InlineData("barograph_owner")]
    [InlineData("barograph_operate")]
    [InlineData("barograph_upkeep")]
    public async Task A_login_that_inherits_another_role_is_refused(string role)
    {
        // From version 16 on inheriting belongs to each grant, before to the role.
        await Place.SqlAsync($"ALTER ROLE {Place.Login} INHERIT");
        bool perGrant = (int)(await Place.SqlAsync("SELECT current_setting('server_version_num')::int"))! >= 160000;
        await Place.SqlAsync($"GRANT {role} TO {Place.Login}" + (perGrant ? " WITH INHERIT TRUE" : ""));

        await AssertRefusedAsync(Place.Login, role);
    }

    [Fact]
    public async Task A_database_that_was_never_set_up_is_refused_with_the_line_to_run()
    {
        string empty = Cluster.NewName("empty_");
        await Cluster.SqlAsync("postgres", $"CREATE DATABASE {empty}");
        await using var store = new PostgresStore(new PostgresOptions(Cluster.ConnectionString(empty, Place.Login)), TimeProvider.System);

        StoreRefusedException error = await Assert.ThrowsAsync<StoreRefusedException>(async () => await store.OpenAsync(Cancel));

        Assert.Contains("barograph postgres", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DELETE FROM {0} WHERE scriptname = (SELECT max(scriptname) FROM {0})", "barograph postgres migrate")]
    [InlineData("INSERT INTO {0} (scriptname, applied) VALUES ('9999_of_the_future.sql', now())", "newer")]
    public async Task Another_schema_version_is_refused_and_never_migrated_by_the_server(string change, string named)
    {
        object journal = (await Place.SqlAsync(
            "SELECT oid::regclass::text FROM pg_class WHERE relkind = 'r' AND relname ILIKE '%schema%version%'"))!;
        string statement = string.Format(System.Globalization.CultureInfo.InvariantCulture, change, journal);
        await Place.SqlAsync(statement);
        object? before = await Place.SqlAsync($"SELECT count(*) FROM {journal}");

        StoreRefusedException error = await Assert.ThrowsAsync<StoreRefusedException>(() => Place.OpenAsync(Cancel));

        Assert.Contains(named, error.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(before, await Place.SqlAsync($"SELECT count(*) FROM {journal}"));
    }

    [Fact]
    public async Task The_description_holds_no_secret()
    {
        var options = new PostgresOptions(Place.ConnectionString + ";Password=geheim-17");
        await using var store = new PostgresStore(options, TimeProvider.System);

        Assert.DoesNotContain("geheim-17", store.Description, StringComparison.Ordinal);
        Assert.Contains(Place.Database, store.Description, StringComparison.Ordinal);
    }

    /// <summary>Asserts that the server refuses this login and says why, and that the override lets it work, with a finding for the doctor.</summary>
    private async Task AssertRefusedAsync(string login, string named)
    {
        await using (PostgresStore store = Place.NewStore(login))
        {
            StoreRefusedException error = await Assert.ThrowsAsync<StoreRefusedException>(async () => await store.OpenAsync(Cancel));
            Assert.Contains(named, error.Message, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("--allow-overprivileged", error.Message, StringComparison.Ordinal);
        }
        await using PostgresStore overridden = Place.NewStore(login, allowOverprivileged: true);
        await overridden.OpenAsync(Cancel);
        Assert.Empty(await overridden.Devices.ListAsync(Cancel));
        Assert.Contains(await overridden.ExamineAsync(Cancel), finding => finding.Level != FindingLevel.Fine);
    }

    private async Task<string> OnePartitionAsync() =>
        (string)(await Place.SqlAsync("SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'sample'::regclass ORDER BY 1 LIMIT 1"))!;
}
