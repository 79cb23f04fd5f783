using System.Diagnostics;
using System.Net;
using Barograph.SystemTests.Nginx;
using Barograph.SystemTests.Peer;

namespace Barograph.SystemTests;

/// <summary>
/// PostgreSQL without a password, with a real cluster and real Linux users; and what somebody could do who has taken over the process that devices reach.
/// </summary>
public sealed class PeerAuthenticationTests(PeerHouse house) : IClassFixture<PeerHouse>
{
    private const string OnlyRoot = "Only root can make Linux users and act as them; run the tests as root to see these pass.";

    /// <summary>What the ingest role may add to; rollup_late is the mark of a late sample.</summary>
    private static readonly string[] MayInsert = ["sample", "location", "series", "series_unit", "receipt", "activity", "rejection", "rollup_late"];

    private static readonly string[] OtherRoles = ["barograph_operate", "barograph_upkeep", "barograph_read", "barograph_owner"];

    [Fact]
    public async Task A_reading_goes_all_the_way_and_no_password_exists()
    {
        Assert.SkipUnless(Shell.IsRoot, OnlyRoot);
        byte[] board = RawHttp.FromText("POST /SQL_API/ HTTP/1.0\nHost: www.scratchwork.xyz\nAuthorization: Basic dXNlcjpwYXNz\n"
            + "Content-Type: application/x-www-form-urlencoded\nConnection: close\nContent-Length: 70\n\n"
            + "temperature=71.3&humidity=40.1&wetness=0&pressure=1013.2&location=desk");

        RawAnswer taken = await RawHttp.SendAsync(house.Nginx.Site, board);

        Assert.Equal((200, "201\n"), (taken.Status, taken.Text));
        RawAnswer latest = await RawHttp.SendAsync(house.Nginx.Site, RawHttp.Request("GET", "/api/v1/latest?location=desk", (byte[]?)null, "Authorization: Bearer " + house.Reader));
        Assert.Equal([40.1, 1013.2, 71.3, 0], latest.Json.EnumerateArray().OrderBy(s => s.GetProperty("metric").GetString(), StringComparer.Ordinal).Select(s => s.GetProperty("value").GetDouble()));
        Assert.Equal("0", await house.AskAsync("SELECT count(*) FROM pg_authid WHERE rolpassword IS NOT NULL"));
        Assert.Equal("local all all peer", await house.AskAsync(
            "SELECT string_agg(concat_ws(' ', type, array_to_string(database, ','), array_to_string(user_name, ','), auth_method), ';') FROM pg_hba_file_rules"));
        Assert.DoesNotContain("assword", house.SetUp.GetRawText().Replace("without a password", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.False((await house.SetUpAsync()).Json.GetProperty("changed").GetBoolean());
    }

    [Fact]
    public async Task Who_has_taken_the_ingest_process_can_change_no_sample_no_token_and_nothing_else()
    {
        Assert.SkipUnless(Shell.IsRoot, OnlyRoot);
        // Something of everything is there to be changed.
        Assert.Equal(200, (await house.Ingest.Api(house.Board).ReportAsync("""{"location":"kept","a":1,"id":"1"}""")).Status);
        string[] tables = (await house.AskAsync("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') ORDER BY 1")).Split('\n');
        Assert.Empty(((string[])["sample", "token", "device", "placement", "account", "session", "schemaversions"]).Except(tables));
        Assert.Contains(tables, table => table.StartsWith("sample_", StringComparison.Ordinal));
        List<string> statements = [];
        foreach (string table in tables)
        {
            // A column that a statement may name at all: an identity may not be written by anybody.
            string column = await house.AskAsync($"SELECT attname FROM pg_attribute WHERE attrelid = '{table}'::regclass AND attnum > 0 AND attidentity = '' LIMIT 1");
            statements.AddRange([$"UPDATE {table} SET {column} = {column}", $"DELETE FROM {table}", $"TRUNCATE {table}", $"DROP TABLE {table}", $"SELECT * FROM {table} FOR UPDATE"]);
            if (!MayInsert.Contains(table))
                statements.Add($"INSERT INTO {table} DEFAULT VALUES");
        }
        statements.AddRange(
        [
            "INSERT INTO esp32data (temperature, location) VALUES (1, 'x')", "SELECT * FROM account", "SELECT * FROM session",
            "INSERT INTO sample VALUES (1, now(), 1) ON CONFLICT (series_id, time) DO UPDATE SET value = 0",
            "CREATE TABLE public.mine (x int)", "CREATE TEMP TABLE mine (x int)", "CREATE FUNCTION public.f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
            "CREATE RULE r AS ON INSERT TO sample DO INSTEAD NOTHING", "ALTER TABLE sample DISABLE TRIGGER ALL", "GRANT DELETE ON sample TO barograph_ingest",
            "SELECT ensure_partitions()", "SELECT drop_partition('sample_y2015')", "COPY sample TO PROGRAM 'cat'", "COPY sample FROM '/etc/passwd'",
            "CREATE ROLE mine", "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename <> session_user",
        ]);
        string before = await FingerprintAsync(tables);

        IReadOnlyList<string> states = await Psql.TryEachAsync(
            house.IngestUser.Name, PeerHouse.ConnectionStringOf(house.Ingest), "SET ROLE barograph_ingest", [.. statements, "INSERT INTO location (key, title, created_at) VALUES ('control', '', now())"]);

        Assert.Equal("", states[^1]);
        foreach ((string statement, string state) in statements.Zip(states))
            Assert.True(state is Psql.InsufficientPrivilege or Psql.NothingGranted, $"{statement}: {(state.Length == 0 ? "it worked" : state)}");
        Assert.Equal(before, await FingerprintAsync(tables));
    }

    [Fact]
    public async Task Who_has_taken_the_ingest_process_can_become_nobody_else()
    {
        Assert.SkipUnless(Shell.IsRoot, OnlyRoot);
        string own = PeerHouse.ConnectionStringOf(house.Ingest);
        string[] roles = [.. OtherRoles, house.SiteUser.Name, PostgresCluster.ServerUser];

        IReadOnlyList<string> states = await Psql.TryEachAsync(house.IngestUser.Name, own, "SELECT",
            [.. roles.Select(role => $"SET ROLE \"{role}\""), .. roles.Select(role => $"SET SESSION AUTHORIZATION \"{role}\""), "SELECT * FROM sample", "SET ROLE barograph_ingest"]);

        Assert.All(states.SkipLast(1), state => Assert.Equal(Psql.InsufficientPrivilege, state));
        Assert.Equal("", states[^1]);
        // Nor can it log in as anybody else.
        foreach (string role in roles)
        {
            string why = await Psql.LogInAsync(house.IngestUser.Name, own.Replace("Username=" + house.IngestUser.Name, "Username=" + role, StringComparison.Ordinal));
            Assert.Contains("FATAL", why, StringComparison.Ordinal);
        }
        CommandResult added = await house.TryCommandAsync(house.IngestUser, house.Ingest, "device", "add", "intruder", "--any-location");
        Assert.NotEqual(0, added.ExitCode);
        CommandResult borrowed = await house.TryCommandAsync(house.IngestUser, house.Site, "device", "add", "intruder", "--any-location");
        Assert.NotEqual(0, borrowed.ExitCode);
        Assert.Contains("named like the role", borrowed.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("intruder", (await house.CommandAsync("device", "list")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_else_on_the_machine_can_log_in_as_one_of_the_servers()
    {
        Assert.SkipUnless(Shell.IsRoot, OnlyRoot);
        foreach (BarographServer part in (BarographServer[])[house.Site, house.Ingest])
        {
            string connection = PeerHouse.ConnectionStringOf(part);
            Assert.Contains("FATAL", await Psql.LogInAsync(house.Stranger.Name, connection), StringComparison.Ordinal);
            Assert.Equal("", await Psql.LogInAsync(part.Place.Login, connection));
        }
    }

    [Fact]
    public async Task The_ingest_process_cannot_talk_to_the_site_past_nginx()
    {
        Assert.SkipUnless(Shell.IsRoot, OnlyRoot);
        // Whoever connects there is believed about addresses.
        (LinuxUser User, BarographServer Part, bool May)[] cases =
        [
            (house.SiteUser, house.Site, true), (house.IngestUser, house.Ingest, true),
            (house.IngestUser, house.Site, false), (house.SiteUser, house.Ingest, false), (house.Stranger, house.Ingest, false), (house.Stranger, house.Site, false),
        ];
        foreach ((LinuxUser user, BarographServer part, bool may) in cases)
        {
            using Process test = Shell.Start(user.Starter[0], [.. user.Starter[1..], "test", "-w", part.Place.SocketPath]);
            await test.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal(may, test.ExitCode == 0);
        }
    }

    [Fact]
    public async Task A_token_that_the_owner_revokes_is_refused_within_a_second()
    {
        Assert.SkipUnless(Shell.IsRoot, OnlyRoot);
        string token = (await house.CommandAsync("device", "add", "stolen", "--any-location", "--json")).Token;
        Assert.Equal(200, (await house.Ingest.Api(token).ReportAsync("""{"location":"x","a":1}""")).Status);

        await house.CommandAsync("device", "revoke", "stolen");

        TimeSpan took = await Patience.UntilAsync("the token is refused", async () => (await house.Ingest.Api(token).ReportAsync("""{"location":"x","a":1}""")).Status == 401);
        Assert.True(took < TimeSpan.FromSeconds(1), took.ToString());
    }

    [Theory]
    [InlineData(NginxServer.SitePort)]
    [InlineData(NginxServer.SqlApiPort)]
    [InlineData(NginxServer.PlainPort)]
    [InlineData(NginxServer.TlsPort)]
    public async Task Nginx_sends_boards_to_the_ingest_part_and_people_to_the_site(int port)
    {
        Assert.SkipUnless(Shell.IsRoot, OnlyRoot);
        using HttpClient client = new(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            SslOptions = { RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate?.GetCertHashString() == house.Nginx.Thumbprint },
        });
        string url = house.Nginx.Url(port == NginxServer.TlsPort ? "https" : "http", port);
        // Only the ingest part knows these addresses; to the site they are 404.
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync(url + "/SQL_API", TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync(url + "/SQL_API/", TestContext.Current.CancellationToken)).StatusCode);
        using HttpResponseMessage report = await client.PostAsync(url + "/api/v1/reports", new StringContent("{}"), TestContext.Current.CancellationToken);
        using HttpResponseMessage signIn = await client.GetAsync(url + "/signin", TestContext.Current.CancellationToken);

        Assert.Equal(port == NginxServer.SqlApiPort ? HttpStatusCode.OK : HttpStatusCode.Unauthorized, report.StatusCode);
        Assert.Equal(port == NginxServer.PlainPort ? HttpStatusCode.PermanentRedirect : HttpStatusCode.OK, signIn.StatusCode);
    }

    private async Task<string> FingerprintAsync(string[] tables)
    {
        // Activity goes on being written down beside this.
        IEnumerable<string> sums = tables.Where(table => table is not ("activity" or "location"))
            .Select(table => $"SELECT '{table}' AS name, count(*), md5(string_agg(t::text, chr(10) ORDER BY t::text)) FROM {table} t");
        const string Rights = "SELECT 'rights', count(*), md5(string_agg(relname || coalesce(relacl::text, ''), chr(10) ORDER BY relname)) FROM pg_class";
        return await house.AskAsync(string.Join(" UNION ALL ", sums.Append(Rights)) + " ORDER BY 1");
    }
}
