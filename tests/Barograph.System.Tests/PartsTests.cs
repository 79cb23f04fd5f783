using System.Diagnostics;

namespace Barograph.SystemTests;

/// <summary>The server in two processes on one database: the one takes reports and can do nothing else, the other serves people.</summary>
public sealed class PartsTests(SplitServers split) : IClassFixture<SplitServers>
{
    /// <summary>Route, then the status in the ingest part and in the site; with a credential that may, where there is one.</summary>
    public static readonly TheoryData<string, int, int> Routes = new()
    {
        { "GET /healthz", 200, 200 },
        { "GET /readyz", 200, 200 },
        { "GET /metrics", 200, 200 },
        { "GET /SQL_API", 201, 404 },
        { "GET /SQL_API/", 201, 404 },
        { "POST /SQL_API/", 200, 404 },
        { "POST /SQL_API", 200, 404 },
        { "POST /api/v1/reports", 200, 404 },
        { "PUT /SQL_API", 405, 404 },
        { "GET /api/v1/reports", 405, 404 },
        { "POST /write?db=d", 400, 404 },
        { "POST /api/v2/write", 400, 404 },
        { "GET /write", 405, 404 },
        { "GET /ping", 204, 404 },
        { "GET /health", 200, 404 },
        { "GET /update?field1=1", 200, 404 },
        { "GET /api/v1/latest", 404, 200 },
        { "GET /api/v1/series", 404, 200 },
        { "GET /api/v1/locations", 404, 200 },
        { "GET /api/v1/devices", 404, 200 },
        { "GET /api/v1/samples?location=route&metric=temperature", 404, 200 },
        { "GET /api/v1/live?form=1", 404, 400 },
        { "GET /openapi/v1.json", 404, 200 },
        { "GET /docs", 404, 200 },
        { "GET /signin", 404, 200 },
        { "GET /setup", 404, 404 },
        { "GET /site.css", 404, 200 },
        { "GET /", 404, 303 },
    };

    [Theory, MemberData(nameof(Routes))]
    public async Task Each_part_serves_what_is_its_own(string route, int ingest, int site)
    {
        string[] parts = route.Split(' ');
        // Reading needs its own credential, and a page none at all.
        string credential = parts[1] == "/" ? "X-None: 1" : "Authorization: Bearer " + (Reads(parts[1]) ? split.Reader : split.Board);
        byte[] request = RawHttp.Request(parts[0], parts[1], parts[0] == "POST" ? """{"location":"route","temperature":1}""" : null, credential);

        RawAnswer fromIngest = await RawHttp.SendAsync(split.Ingest.Target, request, RawHttp.NewAddress());
        RawAnswer fromSite = await RawHttp.SendAsync(split.Site.Target, request, RawHttp.NewAddress());

        Assert.Equal((ingest, site), (fromIngest.Status, fromSite.Status));
        foreach (RawAnswer refused in (RawAnswer[])[fromIngest, fromSite])
            if (refused.Status == 404 && parts[1] != "/setup")
            {
                Assert.Equal("not_found", refused.Code);
                Assert.Contains("--part", refused.Text, StringComparison.Ordinal);
                BoardRules.AssertReadable(refused);
            }
    }

    [Fact]
    public async Task A_board_that_is_added_in_the_site_reports_to_the_ingest_part_and_is_seen_in_the_site()
    {
        string token = (await split.Site.CommandAsync("device", "add", "hall-board", "--location", "hall", "--json")).Token;

        RawAnswer taken = await split.Ingest.Api(token).ReportAsync("""{"temperature":21.5}""");

        Assert.True(taken.Status == 200, taken.ToString());
        Assert.Equal(["temperature=21.5"], await split.ReaderApi.LatestAsync("hall"));
    }

    [Fact]
    public async Task A_flashed_password_is_checked_without_writing_anything()
    {
        await split.Site.CommandWithInputAsync("pass\n", "device", "add", "old-board", "--username", "user", "--password-stdin", "--any-location");
        byte[] request = RawHttp.Request("POST", "/SQL_API/", "temperature=20&location=cellar", "Authorization: " + RawHttp.Basic("user", "pass"));

        RawAnswer first = await RawHttp.SendAsync(split.Ingest.Target, request, RawHttp.NewAddress());
        RawAnswer second = await RawHttp.SendAsync(split.Ingest.Target, request, RawHttp.NewAddress());

        Assert.Equal((200, 200), (first.Status, second.Status));
        Assert.Equal(["temperature=20"], await split.ReaderApi.LatestAsync("cellar"));
    }

    [Theory]
    [InlineData("token")]
    [InlineData("password")]
    public async Task What_the_site_revokes_is_refused_by_the_ingest_part_within_a_second(string kind)
    {
        string name = "stolen-" + kind;
        string authorization;
        if (kind == "token")
            authorization = "Bearer " + (await split.Site.CommandAsync("device", "add", name, "--any-location", "--json")).Token;
        else
        {
            await split.Site.CommandWithInputAsync("pass\n", "device", "add", name, "--password-stdin", "--any-location");
            authorization = RawHttp.Basic(name, "pass");
        }
        Task<RawAnswer> ReportAsync() => RawHttp.SendAsync(
            split.Ingest.Target, RawHttp.Request("POST", "/api/v1/reports", """{"location":"x","a":1}""", "Authorization: " + authorization), RawHttp.NewAddress());
        Assert.Equal(200, (await ReportAsync()).Status);

        await split.Site.CommandAsync("device", "revoke", name);

        var watch = Stopwatch.StartNew();
        await Patience.UntilAsync("the credential is refused", async () => (await ReportAsync()).Status == 401);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(1), watch.Elapsed.ToString());
    }

    [Fact]
    public async Task The_start_and_the_doctor_say_which_part_it_is_and_what_its_login_can_become()
    {
        CommandResult ingest = await split.Ingest.CommandAsync("doctor", "--part", "ingest");
        CommandResult site = await split.Site.CommandAsync("doctor", "--part", "site");
        CommandResult unsaid = await split.Ingest.TryCommandAsync(null, "doctor");

        const string NothingElse = "can become barograph_ingest and nothing else";
        foreach (string said in (string[])[split.Ingest.Printed.All, ingest.Output])
        {
            Assert.Contains("The part \"ingest\"", said, StringComparison.Ordinal);
            Assert.Contains(NothingElse, said, StringComparison.Ordinal);
        }
        foreach (string said in (string[])[split.Site.Printed.All, site.Output])
        {
            Assert.Contains("The part \"site\"", said, StringComparison.Ordinal);
            Assert.Contains("can also become barograph_operate, barograph_upkeep", said, StringComparison.Ordinal);
            Assert.DoesNotContain(NothingElse, said, StringComparison.Ordinal);
        }
        Assert.NotEqual(0, unsaid.ExitCode);
        Assert.Contains("--part ingest", unsaid.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Admin_commands_do_not_work_with_the_login_of_the_ingest_part()
    {
        CommandResult added = await split.Ingest.TryCommandAsync(null, "device", "add", "intruder", "--any-location");

        Assert.NotEqual(0, added.ExitCode);
        Assert.Contains("cannot become barograph_operate", added.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("intruder", (await split.Site.CommandAsync("device", "list")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_part_with_the_other_parts_login_does_not_start()
    {
        (int ingestExit, string ingest) = await BarographServer.StartInVainAsync(split.Site.Place, new ServerOptions { Keep = true, More = ["--part", "ingest"] });
        (int siteExit, string site) = await BarographServer.StartInVainAsync(split.Ingest.Place, new ServerOptions { Keep = true, More = ["--part", "site"] });

        Assert.Equal((1, 1), (ingestExit, siteExit));
        Assert.Contains("--ingest-login", ingest, StringComparison.Ordinal);
        Assert.Contains("--part ingest", site, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_ingest_part_makes_no_folder_and_no_set_up_link_and_its_activity_is_written_down_by_its_own_role()
    {
        await using SplitServers own = new();
        await own.InitializeAsync();
        Assert.Equal(200, (await own.Ingest.Api(own.Board).ReportAsync("""{"location":"x","a":1}""")).Status);

        Assert.Equal(0, await own.Ingest.StopAsync());

        Assert.False(Directory.Exists(own.Ingest.Place.Data));
        Assert.True(File.Exists(Path.Combine(own.Site.Place.Data, "set-up-link.txt")));
        RawAnswer devices = await own.ReaderApi.GetAsync("/api/v1/devices");
        // The other one was the preparation's.
        Assert.Equal(2, devices.Json.EnumerateArray().Single(device => device.GetProperty("name").GetString() == "board").GetProperty("reports").GetInt32());
        // Anything that it had tried beyond its role would have been refused and warned about.
        Assert.Empty(own.Ingest.AllErrors);
        Assert.Empty(own.Site.AllErrors);
    }

    [Fact]
    public async Task With_the_database_away_at_the_start_both_listen_say_503_and_come_up_by_themselves()
    {
        await using PostgresCluster cluster = await PostgresCluster.StartNewAsync();
        Place sitePlace = await Place.MakeAsync(Engine.Postgres, cluster);
        Place ingestPlace = await sitePlace.BesideForIngestAsync();
        await cluster.StopAsync();

        await using BarographServer site = await BarographServer.StartAsync(sitePlace, new ServerOptions { StoreIsAway = true, More = ["--part", "site"] });
        await using BarographServer ingest = await BarographServer.StartAsync(ingestPlace, new ServerOptions { StoreIsAway = true, More = ["--part", "ingest"] });
        const string Token = "bg0123456789abcdefABCDEF01";
        foreach (BarographServer server in (BarographServer[])[site, ingest])
        {
            Assert.Equal(200, (await server.Api().GetAsync("/healthz")).Status);
            AssertComeAgain(await server.Api().GetAsync("/readyz"));
        }
        AssertComeAgain(await ingest.Api(Token).ReportAsync("""{"a":1}"""));
        AssertComeAgain(await ingest.Api(Token).PostAsync("/SQL_API", "a=1"));
        AssertComeAgain(await site.Api(Token).GetAsync("/api/v1/latest"));

        await cluster.StartAsync();
        foreach (BarographServer server in (BarographServer[])[site, ingest])
        {
            await Patience.UntilAsync("it is ready", () => server.Printed.Lines.Any(line => line.StartsWith("Ready", StringComparison.Ordinal)), () => server.Printed.All);
            Assert.Equal(200, (await server.Api().GetAsync("/readyz")).Status);
            Assert.DoesNotContain(server.AllErrors, SharedServers.IsDefect);
        }
    }

    private static bool Reads(string path) => path == "/metrics" || path.StartsWith("/api/v1/", StringComparison.Ordinal) && path != "/api/v1/reports";

    private static void AssertComeAgain(RawAnswer answer)
    {
        Assert.True(answer.Status == 503, answer.ToString());
        Assert.NotNull(answer.Header("Retry-After"));
    }
}
