using System.Text.Json;

namespace Barograph.SystemTests.Site;

/// <summary>The public switch, the other settings of the site, and what the server says about itself.</summary>
public sealed class PublicSiteTests
{
    /// <summary>Every route of a public site and how a visitor is answered.</summary>
    private static readonly (string Route, int Status)[] ForVisitors =
    [
        ("GET /", 200), ("GET /api/v1/me", 200), ("GET /api/v1/latest", 200), ("GET /api/v1/series", 200), ("GET /api/v1/locations", 200),
        ("GET /api/v1/devices", 200), ("GET /api/v1/devices/first/rejections", 200), ("GET /api/v1/samples", 400), ("GET /api/v1/site", 200),
        ("GET /api/v1/export.csv?from=4000000000", 200),
        ("GET /metrics", 401), ("GET /api/v1/retention", 401), ("GET /api/v1/about", 401), ("GET /api/v1/accounts", 401), ("GET /api/v1/tokens", 401),
        ("GET /api/v1/sessions", 401), ("GET /SQL_API", 401), ("POST /SQL_API", 401), ("POST /api/v1/reports", 401), ("POST /signout", 303),
        ("PUT /api/v1/me/password", 401), ("DELETE /api/v1/sessions/x", 401), ("POST /api/v1/accounts", 401), ("PATCH /api/v1/accounts/owner", 401),
        ("DELETE /api/v1/accounts/owner", 401), ("POST /api/v1/accounts/owner/password", 401), ("POST /api/v1/tokens", 401), ("DELETE /api/v1/tokens/1", 401),
        ("POST /api/v1/devices", 401), ("POST /api/v1/devices/first/move", 401), ("POST /api/v1/devices/first/rotate", 401),
        ("POST /api/v1/devices/first/replace", 401), ("DELETE /api/v1/devices/first", 401), ("PATCH /api/v1/locations/desk", 401), ("PATCH /api/v1/series/1", 401),
        ("PUT /api/v1/retention", 401), ("PUT /api/v1/site", 401),
    ];

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task Visitors_read_while_the_site_is_public_and_not_a_moment_longer(Engine engine)
    {
        await using BarographServer server = await BarographServer.StartAsync(await Place.MakeAsync(engine));
        Person owner = new(server, await Owner.SetUpAsync(server));
        Assert.Equal(401, (await server.Api().GetAsync("/api/v1/latest")).Status);
        Assert.Equal(303, (await server.Api().GetAsync("/")).Status);

        await owner.DoAsync(200, "PUT", "/site", """{"public":true,"units":{}}""");

        foreach ((string route, int status) in ForVisitors)
        {
            string[] parts = route.Split(' ');
            RawAnswer answer = await RawHttp.SendAsync(
                server.Target, RawHttp.Request(parts[0], parts[1], parts[0] == "GET" ? null : "{}", "Content-Type: application/json"), RawHttp.NewAddress());
            Assert.True(answer.Status == status, $"{route}\n{answer}");
        }
        JsonElement me = (await server.Api().GetAsync("/api/v1/me")).Json;
        Assert.Equal((null, "visitor"), (me.GetProperty("name").GetString(), me.GetProperty("role").GetString()));
        Assert.False((await server.Api().GetAsync("/api/v1/devices")).Json[0].TryGetProperty("tokens", out _));
        // A wrong credential is not better than none.
        Assert.Equal(401, (await server.Api("bg0123456789012345678901234").GetAsync("/api/v1/latest")).Status);
        Assert.Equal(200, (await server.Api().GetAsync("/api/v1/latest", "Cookie: barograph=over")).Status);

        await owner.DoAsync(200, "PUT", "/site", """{"public":false,"units":{}}""");
        Assert.Equal(401, (await server.Api().GetAsync("/api/v1/latest")).Status);
        Assert.Equal(303, (await server.Api().GetAsync("/")).Status);

        Assert.Equal("""{"public":false,"units":{"pressure":"inHg","temperature":"degF"}}""",
            (await owner.DoAsync(200, "PUT", "/site", """{"public":false,"units":{"temperature":"°F","pressure":"inHg"}}""")).Text);
        Assert.Equal("""{"public":false,"units":{"pressure":"inHg","temperature":"degF"}}""", (await owner.GetAsync("/site")).GetRawText());
        Assert.Equal(90, (await owner.DoAsync(200, "PUT", "/retention", """{"raw_days":90}""")).Json.GetProperty("raw_days").GetInt32());
        Assert.Equal(90, (await owner.GetAsync("/retention")).GetProperty("raw_days").GetInt32());
        Assert.Equal(JsonValueKind.Null, (await owner.DoAsync(200, "PUT", "/retention", """{"raw_days":null}""")).Json.GetProperty("raw_days").ValueKind);
    }

    [Theory]
    [InlineData(Engine.Sqlite, "sqlite", "synchronous")]
    [InlineData(Engine.Postgres, "postgres", "barograph_ingest")]
    public async Task The_server_says_what_it_runs_on_and_its_real_rights(Engine engine, string kind, string subject)
    {
        SharedServer shared = await SharedServers.GetAsync(engine);

        JsonElement about = await new Person(shared.Server, shared.Cookie).GetAsync("/about");

        Assert.Equal((kind, "all"), (about.GetProperty("store").GetProperty("kind").GetString(), about.GetProperty("part").GetString()));
        Assert.Matches(@"^\d+\.\d+\.\d+$", about.GetProperty("version").GetString());
        Assert.Contains(about.GetProperty("findings").EnumerateArray(), finding =>
            finding.GetProperty("subject").GetString() == subject && finding.GetProperty("level").GetString() == "fine");
    }

    [Fact]
    public async Task A_browser_is_asked_for_no_password_of_its_own_and_forgets_at_sign_out()
    {
        SharedServer shared = await SharedServers.GetAsync(Engine.Sqlite);
        string cookie = await Owner.SignInAsync(shared.Server, Owner.Name, Owner.Password);

        // "Basic" would open the browser's own window over the dashboard when a session has ended.
        Assert.Equal("Bearer realm=\"barograph\"", (await shared.Server.Api().GetAsync("/api/v1/latest")).Header("WWW-Authenticate"));
        Assert.Contains("Basic", (await shared.Server.Api().ReportAsync("{}")).Header("WWW-Authenticate"), StringComparison.Ordinal);

        RawAnswer signedOut = await Owner.PostFormAsync(shared.Server, "/signout", "", cookie);
        Assert.Equal("\"cache\", \"storage\"", signedOut.Header("Clear-Site-Data"));
    }

    [Theory]
    [InlineData("192.168.1.5:8013", true)]
    [InlineData("pi.local", true)]
    [InlineData("localhost:8013", false)]
    [InlineData("127.0.0.1:8013", false)]
    [InlineData("[::1]:8013", false)]
    public async Task The_sign_in_page_says_that_a_plain_line_is_readable(string host, bool isSaid)
    {
        SharedServer shared = await SharedServers.GetAsync(Engine.Sqlite);

        RawAnswer page = await RawHttp.SendAsync(shared.Server.Target, RawHttp.FromText($"GET /signin HTTP/1.1\nHost: {host}\n\n"));

        Assert.Equal(isSaid, page.Text.Contains("not encrypted", StringComparison.Ordinal));
    }

    /// <summary>Measured when it was written: 256 bytes; with the safety headers of pages 396.</summary>
    [Fact]
    public async Task The_answer_to_a_board_stays_small()
    {
        SharedServer shared = await SharedServers.GetAsync(Engine.Sqlite);

        RawAnswer answer = await shared.BoardApi.ReportAsync($$"""{"location":"{{SharedServer.NewLocation("small")}}","temperature":21.4,"humidity":40}""");

        Assert.Equal(200, answer.Status);
        Assert.InRange(answer.Head.Length + 4 + answer.Body.Length, 1, 300);
    }
}
