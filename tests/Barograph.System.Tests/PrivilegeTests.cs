namespace Barograph.SystemTests;

/// <summary>The part that devices reach cannot rewrite history: the server reads its real grants, and refuses to start with too many.</summary>
public sealed class PrivilegeTests
{
    /// <summary>What an administrator may have granted, and how it is taken back.</summary>
    private static readonly (string Grant, string Revoke)[] TooMuch =
    [
        ("GRANT UPDATE ON sample TO barograph_ingest", "REVOKE UPDATE ON sample FROM barograph_ingest"),
        ("GRANT DELETE ON sample TO barograph_ingest", "REVOKE DELETE ON sample FROM barograph_ingest"),
        ("GRANT TRUNCATE ON sample TO barograph_ingest", "REVOKE TRUNCATE ON sample FROM barograph_ingest"),
        ("GRANT UPDATE (value) ON sample TO barograph_ingest", "REVOKE UPDATE (value) ON sample FROM barograph_ingest"),
        ("GRANT DELETE ON ALL TABLES IN SCHEMA public TO PUBLIC", "REVOKE DELETE ON ALL TABLES IN SCHEMA public FROM PUBLIC"),
    ];

    [Fact]
    public async Task A_role_that_could_change_samples_is_refused()
    {
        using Place place = await Place.MakeAsync(Engine.Postgres);
        foreach ((string grant, string revoke) in TooMuch)
        {
            await place.Cluster!.SqlAsync(place.Database, grant);

            (int exitCode, string printed) = await BarographServer.StartInVainAsync(place, new ServerOptions { Keep = true });

            Assert.True(exitCode != 0, $"{grant}:\n{printed}");
            Assert.Contains("--allow-overprivileged", printed, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", printed, StringComparison.Ordinal);
            await place.Cluster.SqlAsync(place.Database, revoke);
        }
        // With all of it taken back it starts: it was the grants and nothing else.
        await using BarographServer server = await BarographServer.StartAsync(place, new ServerOptions { Keep = true });
    }

    [Fact]
    public async Task A_superuser_is_refused()
    {
        Place place = await Place.MakeAsync(Engine.Postgres);
        string store = "postgres:" + place.Cluster!.ConnectionString(place.Database);

        (int exitCode, string printed) = await BarographServer.StartInVainAsync(await Place.MakeAsync(Engine.Sqlite), new ServerOptions { More = ["--store", store] });

        Assert.NotEqual(0, exitCode);
        Assert.Contains("superuser", printed, StringComparison.OrdinalIgnoreCase);
        place.Dispose();
    }

    [Fact]
    public async Task The_override_starts_and_says_so_loudly()
    {
        Place place = await Place.MakeAsync(Engine.Postgres);
        await place.Cluster!.SqlAsync(place.Database, "GRANT UPDATE ON sample TO barograph_ingest");

        await using BarographServer server = await BarographServer.StartAsync(place, new ServerOptions { More = ["--allow-overprivileged"] });

        Assert.Contains(server.Printed.All.Split('\n'), line =>
            (line.Contains("WARNING", StringComparison.Ordinal) || line.Contains("FAULT", StringComparison.Ordinal)) && line.Contains("UPDATE", StringComparison.Ordinal));
        CommandResult doctor = await server.TryCommandAsync(null, "doctor", "--allow-overprivileged");
        Assert.NotEqual(0, doctor.ExitCode);
        Assert.Contains("UPDATE", doctor.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_prints_the_real_grants()
    {
        SharedServer shared = await SharedServers.GetAsync(Engine.Postgres);

        CommandResult doctor = await shared.Server.CommandAsync("doctor");
        CommandResult json = await shared.Server.CommandAsync("doctor", "--json");

        foreach (string word in (string[])["barograph_ingest", "INSERT", "SELECT", "sample"])
            Assert.Contains(word, doctor.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(json.Json.EnumerateArray(), finding => finding.GetProperty("level").GetString() == "fault");
    }

    [Fact]
    public async Task Setting_up_twice_changes_nothing()
    {
        Place place = await Place.MakeAsync(Engine.Postgres);
        const string Everything =
            """
            SELECT md5(string_agg(line, chr(10) ORDER BY line)) FROM (
              SELECT 'c ' || oid || ' ' || relname || ' ' || coalesce(relacl::text, '') FROM pg_class WHERE relnamespace = 'public'::regnamespace
              UNION ALL SELECT 'p ' || oid || ' ' || proname || ' ' || md5(prosrc) || coalesce(proacl::text, '') FROM pg_proc WHERE pronamespace = 'public'::regnamespace
              UNION ALL SELECT 'd ' || oid || ' ' || datname || coalesce(datacl::text, '') FROM pg_database WHERE datname = current_database()
              UNION ALL SELECT 'n ' || oid || ' ' || coalesce(nspacl::text, '') FROM pg_namespace) AS everything(line)
            """;
        object? before = await place.Cluster!.SqlAsync(place.Database, Everything);

        CommandResult again = await Place.SetUpAsync(place.Cluster, place.Database, place.Login);

        Assert.Equal(before, await place.Cluster.SqlAsync(place.Database, Everything));
        Assert.Equal(place.Store, again.Json.GetProperty("store").GetString());
        place.Dispose();
    }

    [Fact]
    public async Task The_old_programs_role_inserts_and_selects_and_nothing_else()
    {
        SharedServer shared = await SharedServers.GetAsync(Engine.Postgres);
        Place place = shared.Server.Place;
        PostgresCluster cluster = place.Cluster!;
        string seedUser = cluster.NewName("esp32User_");
        await Place.SetUpAsync(cluster, place.Database, place.Login, "--grant-seed-user", seedUser);
        Task<object?> AsSeedAsync(string sql) => cluster.SqlAsync(place.Database, seedUser, sql);
        string location = SharedServer.NewLocation("sql");

        await AsSeedAsync($"INSERT INTO esp32data (temperature, humidity, pressure, wetness, location) VALUES (71.3,40.1,1013.2,0,'{location}')");

        Assert.Equal(["humidity=40.1", "pressure=1013.2", "temperature=71.3", "wetness=0"], (await shared.ReaderApi.LatestAsync(location)).Select(WithoutUnit));
        Assert.IsType<DateTime>(await AsSeedAsync("SELECT * FROM esp32data WHERE time > current_timestamp - interval '7 day' ORDER BY time ASC"));
        foreach (string sql in (string[])["DELETE FROM esp32data", "UPDATE esp32data SET temperature = 0", "TRUNCATE esp32data", "DROP VIEW esp32data",
            "CREATE TABLE mine (a int)", "DELETE FROM sample", "TRUNCATE sample", "UPDATE sample SET value = 0", "SELECT * FROM token", "SELECT * FROM account"])
        {
            Exception refused = await Assert.ThrowsAnyAsync<Exception>(() => AsSeedAsync(sql));
            Assert.True(refused.Message.StartsWith("42", StringComparison.Ordinal) || refused.Message.StartsWith("55", StringComparison.Ordinal), $"{sql}: {refused.Message}");
        }
    }

    private static string WithoutUnit(string sample) => sample.Split(' ')[0];
}
