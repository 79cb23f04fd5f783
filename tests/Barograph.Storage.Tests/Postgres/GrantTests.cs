using Barograph.Model;

namespace Barograph.Storage.Tests;

/// <summary>What PostgreSQL itself lets each role do: a thief of the device-facing part cannot rewrite history.</summary>
public sealed class GrantTests() : PostgresTest(SharedCluster.GetAsync)
{
    private static readonly string[] Tables =
    [
        "sample", "location", "series", "series_unit", "device", "placement", "token", "account", "session", "receipt", "activity", "rejection",
        "site", "site_unit", "alert_rule", "alert_mute", "alert_target", "alert_episode", "alert_link", "outbox", "alert_holder", "server_alive", "server_away",
    ];

    [Theory]
    [InlineData("barograph_ingest")]
    [InlineData("barograph_operate")]
    [InlineData("barograph_upkeep")]
    [InlineData("barograph_read")]
    public async Task No_working_role_can_change_or_remove_a_sample(string role)
    {
        string partition = await OnePartitionAsync();
        await AssertDeniedAsRoleAsync(
            role,
            "UPDATE sample SET value = 0", "DELETE FROM sample", "TRUNCATE sample", "DROP TABLE sample", "ALTER TABLE sample ADD COLUMN x int",
            $"UPDATE {partition} SET value = 0", $"DELETE FROM {partition}", $"TRUNCATE {partition}", $"DROP TABLE {partition}",
            "INSERT INTO sample VALUES (1, now(), 1) ON CONFLICT (series_id, time) DO UPDATE SET value = 0",
            "CREATE RULE r AS ON INSERT TO sample DO INSTEAD NOTHING");
    }

    [Theory]
    [InlineData("barograph_ingest")]
    [InlineData("barograph_operate")]
    [InlineData("barograph_upkeep")]
    [InlineData("barograph_read")]
    public async Task No_working_role_can_make_anything(string role) =>
        await AssertDeniedAsRoleAsync(
            role,
            "CREATE TABLE public.mine (x int)", "CREATE SCHEMA mine", "CREATE FUNCTION public.f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
            "CREATE ROLE mine", "CREATE TEMP TABLE mine (x int)");

    [Fact]
    public async Task Ingest_adds_and_reads_and_changes_nothing()
    {
        foreach (string table in Tables)
            await AssertDeniedAsRoleAsync("barograph_ingest", $"DELETE FROM {table}", $"TRUNCATE {table}");
        await AssertDeniedAsRoleAsync(
            "barograph_ingest",
            "UPDATE location SET title = ''", "UPDATE location SET hidden = true", "UPDATE location SET zone = 'UTC'", "UPDATE series SET metric = 'x'", "UPDATE series_unit SET unit = 'x'", "UPDATE device SET name = 'x'",
            "UPDATE token SET hash = 'x'", "UPDATE placement SET location = 'x'", "UPDATE receipt SET id = 'x'", "UPDATE activity SET reports = 0",
            "INSERT INTO token (device_id, kind, hash, scope, reach, created_at) VALUES (1, 0, 'mine', 3, 2, now())",
            "INSERT INTO device (name, created_at) VALUES ('mine', now())");
    }

    [Fact]
    public async Task Ingest_and_readers_see_nothing_of_accounts_and_sessions()
    {
        foreach (string role in (string[])["barograph_ingest", "barograph_read", "barograph_upkeep"])
            await AssertDeniedAsRoleAsync(
                role, "SELECT * FROM account", "SELECT * FROM session", "SELECT * FROM site", "SELECT * FROM site_unit", "UPDATE site SET public = true",
                "INSERT INTO site_unit VALUES ('temperature', 'K')", "INSERT INTO session (hash, account_id, created_at, expires_at) VALUES ('x', 1, now(), now())");
        await AssertDeniedAsRoleAsync("barograph_read", "SELECT * FROM token", "SELECT * FROM device", "SELECT * FROM receipt");
    }

    [Theory]
    [InlineData("barograph_ingest")]
    [InlineData("barograph_read")]
    [InlineData("barograph_upkeep")]
    public async Task Nobody_but_the_human_part_sees_or_changes_anything_of_alerts(string role)
    {
        string[] tables = [.. Tables.Where(table => table.StartsWith("alert_", StringComparison.Ordinal) || table.StartsWith("server_", StringComparison.Ordinal)), "outbox"];
        Assert.Equal(9, tables.Length);
        foreach (string table in tables)
            await AssertDeniedAsRoleAsync(role, $"SELECT * FROM {table}", $"DELETE FROM {table}", $"TRUNCATE {table}", $"INSERT INTO {table} DEFAULT VALUES");
        await AssertDeniedAsRoleAsync(
            role, "UPDATE alert_rule SET enabled = false", "UPDATE alert_target SET options = ''", "UPDATE outbox SET content = ''", "UPDATE alert_holder SET holder = 'me'");
    }

    [Fact]
    public async Task The_human_part_changes_of_locations_and_the_site_what_people_may_and_nothing_else() =>
        await AssertDeniedAsRoleAsync(
            "barograph_operate",
            "UPDATE location SET key = 'x'", "UPDATE location SET created_at = now()", "DELETE FROM location", "DELETE FROM site",
            "UPDATE site SET id = 1");

    [Fact]
    public async Task The_human_part_and_upkeep_add_no_samples()
    {
        foreach (string role in (string[])["barograph_operate", "barograph_upkeep", "barograph_read"])
            await AssertDeniedAsRoleAsync(role, "INSERT INTO sample VALUES (1, now(), 1)");
    }

    [Fact]
    public async Task The_login_by_itself_may_do_nothing_until_it_takes_a_role_up()
    {
        foreach (string table in Tables)
            await AssertDeniedAsync("SELECT from " + table, () => Place.SqlAsync(Place.Login, $"SET ROLE NONE; SELECT * FROM {table}"));
    }

    [Fact]
    public async Task A_stranger_cannot_even_connect()
    {
        string stranger = Cluster.NewName("stranger_");
        await Place.SqlAsync($"CREATE ROLE {stranger} LOGIN");

        await AssertDeniedAsync("connecting", () => Place.SqlAsync(stranger, "SELECT 1"));
    }

    [Fact]
    public async Task Upkeep_cannot_have_a_partition_dropped_that_is_still_written()
    {
        IStore store = await Place.OpenAsync(Cancel);
        SeriesId series = await NewSeriesAsync(store);
        Instant now = Instant.Now(TimeProvider.System);
        await store.Writer.AppendAsync(Batches.Of(new Sample(series, now, 1)), Cancel);
        string partition = (string)(await Place.SqlAsync("SELECT tableoid::regclass::text FROM sample"))!;

        await Assert.ThrowsAnyAsync<Npgsql.PostgresException>(() =>
            Place.SqlAsync(Place.Login, $"SET ROLE barograph_upkeep; SELECT drop_partition('{partition}')"));
        await Assert.ThrowsAnyAsync<Npgsql.PostgresException>(() =>
            Place.SqlAsync(Place.Login, "SET ROLE barograph_upkeep; SELECT drop_partition('token')"));

        Assert.Single(await ContentsAsync(store, series));
    }

    private async Task<string> OnePartitionAsync() =>
        (string)(await Place.SqlAsync("SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'sample'::regclass ORDER BY 1 LIMIT 1"))!;
}
