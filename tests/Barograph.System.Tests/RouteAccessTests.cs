namespace Barograph.SystemTests;

/// <summary>Who may use which route; and the safety headers that every answer carries.</summary>
public sealed class RouteAccessTests
{
    private const string Code200 = "200";
    private static readonly string[] ForBoards = ["/SQL_API", "/api/v1/reports", "/write", "/ping", "/health", "/query", "/api/v2", "/api/v3"];

    private static readonly Lazy<Task<(string Guest, string Member)>> OnSqlite = new(() => SignInAsync(Engine.Sqlite));
    private static readonly Lazy<Task<(string Guest, string Member)>> OnPostgres = new(() => SignInAsync(Engine.Postgres));

    /// <summary>
    /// Route, then the status for: nobody, a device's token, a personal token with scope read, write and admin, and a signed-in guest, member and owner. What is
    /// sent is a report, so that whoever may change something is refused for its members (400) and changes nothing.
    /// </summary>
    public static readonly TheoryData<string, string> Routes = new()
    {
        { "GET /healthz", "200 200 200 200 200 200 200 200" },
        { "GET /readyz", "200 200 200 200 200 200 200 200" },
        { "GET /site.css", "200 200 200 200 200 200 200 200" },
        { "GET /openapi/v1.json", "200 200 200 200 200 200 200 200" },
        { "GET /docs", "200 200 200 200 200 200 200 200" },
        { "GET /signin", "200 200 200 200 200 200 200 200" },
        { "GET /setup", "404 404 404 404 404 404 404 404" },
        { "GET /", "303 303 303 303 303 200 200 200" },
        { "GET /SQL_API", "401 201 403 201 201 401 401 401" },
        { "GET /SQL_API/", "401 201 403 201 201 401 401 401" },
        { "POST /SQL_API", "401 200 403 200 200 401 401 401" },
        { "POST /SQL_API/", "401 200 403 200 200 401 401 401" },
        { "POST /api/v1/reports", "401 200 403 200 200 401 401 401" },
        { "POST /api/v1/reports/", "401 200 403 200 200 401 401 401" },
        { "POST /write?db=d", "401 400 403 400 400 401 401 401" },
        { "POST /api/v2/write/", "401 400 403 400 400 401 401 401" },
        { "POST /api/v3/write_lp?db=d", "401 400 403 400 400 401 401 401" },
        { "GET /write?db=d", "405 405 405 405 405 405 405 405" },
        { "GET /ping", "204 204 204 204 204 204 204 204" },
        { "GET /ping?verbose=true", "200 200 200 200 200 200 200 200" },
        { "GET /health", "200 200 200 200 200 200 200 200" },
        { "GET /api/v2/ready", "200 200 200 200 200 200 200 200" },
        { "GET /query?q=SELECT", "200 200 200 200 200 200 200 200" },
        { "POST /query", "200 200 200 200 200 200 200 200" },
        { "POST /api/v2/query", "200 200 200 200 200 200 200 200" },
        { "GET /api/v2/buckets", "200 200 200 200 200 200 200 200" },
        { "GET /api/v2/setup", "200 200 200 200 200 200 200 200" },
        { "GET /api/v1/latest", "401 403 200 200 200 200 200 200" },
        { "GET /api/v1/series", "401 403 200 200 200 200 200 200" },
        { "GET /api/v1/intervals", "401 403 200 200 200 200 200 200" },
        { "GET /add", "303 303 303 303 303 200 200 200" },
        { "GET /boards/x", "303 303 303 303 303 200 200 200" },
        { "GET /location/a/b", "303 303 303 303 303 200 200 200" },
        { "GET /compare?s=a:b", "303 303 303 303 303 200 200 200" },
        { "GET /alerts/rules", "303 303 303 303 303 200 200 200" },
        { "GET /settings", "303 303 303 303 303 200 200 200" },
        { "GET /icon.svg", "200 200 200 200 200 200 200 200" },
        { "GET /index.html", "404 404 404 404 404 404 404 404" },
        { "GET /assets/", "404 404 404 404 404 404 404 404" },
        { "GET /api/v1/locations", "401 403 200 200 200 200 200 200" },
        { "GET /api/v1/devices", "401 403 200 200 200 200 200 200" },
        { "GET /api/v1/samples", "401 403 400 400 400 400 400 400" },
        { "GET /api/v1/live?form=1", "401 403 400 400 400 400 400 400" },
        { "GET /api/v1/export.csv?from=4000000000", "401 403 200 200 200 200 200 200" },
        { "GET /api/v1/export.ndjson?from=4000000000", "401 403 200 200 200 200 200 200" },
        { "GET /api/v1/export.xml", "404 404 404 404 404 404 404 404" },
        { "POST /api/v1/export.csv", "405 405 405 405 405 405 405 405" },
        { "GET /metrics", "401 403 200 200 200 200 200 200" },
        { "POST /metrics", "405 405 405 405 405 405 405 405" },
        { "GET /api/v1/me", "401 403 200 200 200 200 200 200" },
        { "PUT /api/v1/me/password", "401 403 403 403 403 400 400 400" },
        { "GET /api/v1/sessions", "401 403 403 403 403 200 200 200" },
        { "DELETE /api/v1/sessions/x", "401 403 403 403 403 400 400 400" },
        { "GET /api/v1/accounts", "401 403 403 403 200 403 403 200" },
        { "POST /api/v1/accounts", "401 403 403 403 400 403 403 400" },
        { "PATCH /api/v1/accounts/x", "401 403 403 403 400 403 403 400" },
        { "DELETE /api/v1/accounts/x", "401 403 403 403 400 403 403 400" },
        { "POST /api/v1/accounts/x/password", "401 403 403 403 400 403 403 400" },
        { "GET /api/v1/tokens", "401 403 403 403 200 403 403 200" },
        { "POST /api/v1/tokens", "401 403 403 403 400 403 403 400" },
        { "DELETE /api/v1/tokens/1", "401 403 403 403 400 403 400 400" },
        { "POST /api/v1/devices", "401 403 403 403 400 403 400 400" },
        { "GET /api/v1/stations", "401 403 403 403 200 403 200 200" },
        { "POST /api/v1/devices/x/passkey", "401 403 403 403 400 403 400 400" },
        { "POST /api/v1/devices/x/move", "401 403 403 403 400 403 400 400" },
        { "POST /api/v1/devices/x/rotate", "401 403 403 403 400 403 400 400" },
        { "POST /api/v1/devices/x/replace", "401 403 403 403 400 403 400 400" },
        { "DELETE /api/v1/devices/x", "401 403 403 403 400 403 400 400" },
        { "PATCH /api/v1/locations/x/y", "401 403 403 403 400 403 400 400" },
        { "PATCH /api/v1/series/1", "401 403 403 403 400 403 400 400" },
        { "GET /api/v1/alerts", "401 403 200 200 200 200 200 200" },
        { "GET /api/v1/alerts/history", "401 403 200 200 200 200 200 200" },
        { "POST /api/v1/alerts/x/acknowledge", "401 403 403 403 400 403 400 400" },
        { "GET /api/v1/rules", "401 403 200 200 200 200 200 200" },
        { "POST /api/v1/rules", "401 403 403 403 400 403 400 400" },
        { "PATCH /api/v1/rules/1", "401 403 403 403 400 403 400 400" },
        { "DELETE /api/v1/rules/1", "401 403 403 403 400 403 400 400" },
        { "POST /api/v1/rules/preview", "401 403 403 403 400 403 400 400" },
        { "GET /api/v1/mutes", "401 403 200 200 200 200 200 200" },
        { "POST /api/v1/mutes", "401 403 403 403 400 403 400 400" },
        { "DELETE /api/v1/mutes/1", "401 403 403 403 400 403 400 400" },
        { "GET /api/v1/targets", "401 403 403 403 200 403 403 200" },
        { "POST /api/v1/targets", "401 403 403 403 400 403 403 400" },
        { "PATCH /api/v1/targets/1", "401 403 403 403 400 403 403 400" },
        { "DELETE /api/v1/targets/1", "401 403 403 403 400 403 403 400" },
        { "POST /api/v1/targets/1/test", "401 403 403 403 400 403 403 400" },
        { "PUT /api/v1/devices", "405 405 405 405 405 405 405 405" },
        { "GET /api/v1/retention", "401 403 200 200 200 200 200 200" },
        { "PUT /api/v1/retention", "401 403 403 403 400 403 403 400" },
        { "GET /api/v1/site", "401 403 200 200 200 200 200 200" },
        { "PUT /api/v1/site", "401 403 403 403 400 403 403 400" },
        { "GET /api/v1/about", "401 403 403 403 200 403 200 200" },
        { "GET /api/v1/alerts", "401 403 200 200 200 200 200 200" },
        { "POST /api/v1/alerts/x/acknowledge", "401 403 403 403 400 403 400 400" },
        { "GET /api/v1/rules", "401 403 200 200 200 200 200 200" },
        { "POST /api/v1/rules", "401 403 403 403 400 403 400 400" },
        { "PATCH /api/v1/rules/1", "401 403 403 403 400 403 400 400" },
        { "DELETE /api/v1/rules/1", "401 403 403 403 400 403 400 400" },
        { "GET /api/v1/mutes", "401 403 200 200 200 200 200 200" },
        { "POST /api/v1/mutes", "401 403 403 403 400 403 400 400" },
        { "DELETE /api/v1/mutes/1", "401 403 403 403 400 403 400 400" },
        { "GET /api/v1/targets", "401 403 403 403 200 403 403 200" },
        { "POST /api/v1/targets", "401 403 403 403 400 403 403 400" },
        { "DELETE /api/v1/targets/x", "401 403 403 403 400 403 403 400" },
        { "POST /api/v1/targets/x/test", "401 403 403 403 400 403 403 400" },
        { "GET /acknowledge/x", "404 404 404 404 404 404 404 404" },
        { "POST /acknowledge/x", "404 404 404 404 404 404 404 404" },
        { "GET /nothing/here", "404 404 404 404 404 404 404 404" },
        { "GET /api/v1", "404 404 404 404 404 404 404 404" },
        { "GET /API/V1/LATEST", "401 403 200 200 200 200 200 200" },
        { "GET /api/v1/latest/../latest", "401 403 200 200 200 200 200 200" },
        { "GET //api/v1/latest", "404 404 404 404 404 404 404 404" },
        { "PATCH /api/v1/reports", "405 405 405 405 405 405 405 405" },
        { "GET /api/v1/reports", "405 405 405 405 405 405 405 405" },
        { "DELETE /api/v1/latest", "405 405 405 405 405 405 405 405" },
        { "POST /api/v1/latest", "405 405 405 405 405 405 405 405" },
        { "PUT /SQL_API/", "405 405 405 405 405 405 405 405" },
        { "POST /healthz", "405 405 405 405 405 405 405 405" },
        { "POST /", "405 405 405 405 405 405 405 405" },
        { "BREW /api/v1/latest", "405 405 405 405 405 405 405 405" },
        { "OPTIONS /api/v1/reports", "405 405 405 405 405 405 405 405" },
        { "TRACE /api/v1/latest", "405 405 405 405 405 405 405 405" },
    };

    [Theory, MemberData(nameof(Routes))]
    public async Task Every_route_asks_for_what_it_should(string route, string expected)
    {
        foreach (Engine engine in Enum.GetValues<Engine>())
        {
            SharedServer shared = await SharedServers.GetAsync(engine);
            string location = SharedServer.NewLocation("route");
            (string guest, string member) = await People(engine).Value;
            string[] credentials =
            [
                "X-None: 1", "Authorization: Bearer " + shared.Board, "Authorization: Bearer " + shared.Reader,
                "Authorization: Bearer " + shared.Writer, "Authorization: Bearer " + shared.Admin, guest, member, shared.Cookie,
            ];
            string[] parts = route.Split(' ');
            List<string> statuses = [];
            foreach (string credential in credentials)
            {
                RawAnswer answer = await RawHttp.SendAsync(
                    shared.Server.Target,
                    RawHttp.Request(parts[0], parts[1], parts[0] == "GET" ? null : $$"""{"location":"{{location}}","temperature":1}""", credential, "Content-Type: application/json"),
                    RawHttp.NewAddress());
                statuses.Add(answer.StatusLine.Split(' ')[1]);
                AssertSafe(answer, IsForBoards(parts[1]));
            }

            Assert.Equal(expected, string.Join(' ', statuses));
        }
    }

    /// <summary>A link is a saved chart, and leads there after signing in too; but never to another site.</summary>
    [Theory]
    [InlineData("/location/desk?range=7d&metric=temperature", "/location/desk?range=7d&metric=temperature")]
    [InlineData("/location/k%C3%BCche", "/location/k%C3%BCche")]
    [InlineData("", "/")]
    [InlineData("//evil.example/", "/")]
    [InlineData("/\\evil.example/", "/")]
    [InlineData("/\t/evil.example/", "/")]
    [InlineData("https://evil.example/", "/")]
    [InlineData("/a\r\nSet-Cookie: x=y", "/")]
    public async Task Signing_in_leads_to_where_somebody_wanted_to_go(string to, string there)
    {
        SharedServer shared = await SharedServers.GetAsync(Engine.Sqlite);

        RawAnswer signedIn = await Owner.PostFormAsync(
            shared.Server, "/signin", $"name={Owner.Name}&password={Uri.EscapeDataString(Owner.Password)}&to={Uri.EscapeDataString(to)}");

        Assert.Equal((303, there), (signedIn.Status, signedIn.Header("Location")));
    }

    [Fact]
    public async Task A_page_that_needs_a_person_leads_to_the_sign_in_and_back()
    {
        SharedServer shared = await SharedServers.GetAsync(Engine.Sqlite);

        RawAnswer refused = await shared.Server.Api().GetAsync("/location/k%C3%BCche?range=7d");
        RawAnswer page = await shared.Server.Api().GetAsync(refused.Header("Location")!);

        Assert.Equal((303, "/signin?to=%2Flocation%2Fk%25C3%25BCche%3Frange%3D7d"), (refused.Status, refused.Header("Location")));
        Assert.Contains("name=\"to\" value=\"/location/k%C3%BCche?range=7d\"", page.Text, StringComparison.Ordinal);
    }

    /// <summary>What a browser says about a POST that another site's page caused, and whether it is refused.</summary>
    [Theory]
    [InlineData("/signout", "Origin: https://evil.example", 403)]
    [InlineData("/signout", "Origin: null", 403)]
    [InlineData("/signout", "Origin: http://localhost.evil.example", 403)]
    [InlineData("/signout", "Sec-Fetch-Site: cross-site", 403)]
    [InlineData("/signout", "Sec-Fetch-Site: same-site", 403)]
    [InlineData("/signin", "Origin: https://evil.example", 403)]
    [InlineData("/setup", "Origin: https://evil.example", 404)]
    [InlineData("/signin", "Origin: http://localhost", 401)]
    [InlineData("/signin", "Sec-Fetch-Site: same-origin", 401)]
    public async Task A_foreign_page_cannot_post_with_the_owners_cookie(string path, string header, int status)
    {
        SharedServer shared = await SharedServers.GetAsync(Engine.Sqlite);

        RawAnswer answer = await Owner.PostFormAsync(shared.Server, path, "name=x&password=wrong-password", shared.Cookie, header);

        Assert.True(answer.Status == status, answer.ToString());
        AssertSafe(answer);
        Assert.Equal(Code200, (await shared.Server.Api().GetAsync("/", shared.Cookie)).StatusLine.Split(' ')[1]);
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task Signing_in_and_out_begins_and_ends_a_session(Engine engine)
    {
        SharedServer shared = await SharedServers.GetAsync(engine);
        string form = $"name={Owner.Name}&password={Uri.EscapeDataString(Owner.Password)}";

        RawAnswer signedIn = await Owner.PostFormAsync(shared.Server, "/signin", form);
        string cookie = Owner.CookieOf(signedIn);
        string attributes = signedIn.Header("Set-Cookie")!.ToLowerInvariant();
        Assert.Equal(303, signedIn.Status);
        Assert.Contains("httponly", attributes, StringComparison.Ordinal);
        Assert.Contains("samesite=lax", attributes, StringComparison.Ordinal);
        Assert.Equal(200, (await shared.Server.Api().GetAsync("/", cookie)).Status);

        Assert.Equal(303, (await Owner.PostFormAsync(shared.Server, "/signout", "", cookie, "Sec-Fetch-Site: same-origin")).Status);

        Assert.Equal(303, (await shared.Server.Api().GetAsync("/", cookie)).Status);
        Assert.Equal(401, (await shared.Server.Api().GetAsync("/api/v1/latest", cookie)).Status);
    }

    private static Lazy<Task<(string Guest, string Member)>> People(Engine engine) => engine == Engine.Sqlite ? OnSqlite : OnPostgres;

    private static async Task<(string Guest, string Member)> SignInAsync(Engine engine)
    {
        BarographServer server = (await SharedServers.GetAsync(engine)).Server;
        return (await Owner.AddPersonAsync(server, "route guest", "guest"), await Owner.AddPersonAsync(server, "route member", "member"));
    }

    private static bool IsForBoards(string path) => Array.Exists(ForBoards, start => $"{path.Split('?')[0]}/".StartsWith(start + "/", StringComparison.Ordinal));

    private static void AssertSafe(RawAnswer answer, bool isForBoards = false)
    {
        Assert.Equal("nosniff", answer.Header("X-Content-Type-Options"));
        Assert.Null(answer.Header("Server"));
        Assert.Null(answer.Header("Access-Control-Allow-Origin"));
        // Routing's own answer to another method comes before anybody knows whom the endpoint is for.
        if (isForBoards && answer.Status != 405)
        {
            Assert.Null(answer.Header("Content-Security-Policy"));
            return;
        }
        Assert.Equal("same-origin", answer.Header("Referrer-Policy"));
        Assert.Equal("same-origin", answer.Header("Cross-Origin-Opener-Policy"));
        Assert.Contains("default-src 'none'", answer.Header("Content-Security-Policy"), StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", answer.Header("Content-Security-Policy"), StringComparison.Ordinal);
    }
}
