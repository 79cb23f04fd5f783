namespace Barograph.SystemTests.Site;

/// <summary>What is wrong with a person's request is refused whole, and said.</summary>
public sealed class BodyTests
{
    public static readonly TheoryData<string, string, int, string> Wrong = new()
    {
        { "POST /devices", "", 400, "member_invalid" },
        { "POST /devices", "[]", 400, "body_not_json" },
        { "POST /devices", "null", 400, "body_not_json" },
        { "POST /devices", """{"name":"w""", 400, "body_not_json" },
        { "POST /devices", """{"name":"w","name":"v"}""", 400, "body_not_json" },
        { "POST /devices", """{"name":"w"} {}""", 400, "body_not_json" },
        { "POST /devices", """{"name":5}""", 400, "member_invalid" },
        { "POST /devices", """{"name":"\ud800"}""", 400, "member_invalid" },
        { "POST /devices", """{"name":"w","lokation":"x"}""", 400, "member_invalid" },
        { "POST /devices", """{"name":"w","location":"x","any_location":true}""", 400, "member_invalid" },
        { "POST /devices", """{"name":"w","any_location":"yes"}""", 400, "member_invalid" },
        { "POST /devices", """{"name":"a/b"}""", 400, "name_invalid" },
        { "POST /devices", """{"name":"\u0000"}""", 400, "name_invalid" },
        { "POST /devices", """{"name":"w","location":"a//b"}""", 400, "location_invalid" },
        { "POST /devices", """{"name":"board"}""", 409, "name_taken" },
        { "POST /devices/board/move", "{}", 400, "member_invalid" },
        { "POST /devices/board/rotate", """{"old_valid":"soon"}""", 400, "member_invalid" },
        { "POST /devices/board/replace", """{"name":"first"}""", 409, "name_taken" },
        { "POST /devices/nobody/replace", "{}", 404, "not_found" },
        { "DELETE /devices/nobody", "", 404, "not_found" },
        { "PATCH /locations/nowhere", """{"zone":"Europe"}""", 400, "member_invalid" },
        { "PATCH /locations/nowhere", """{"zone":"../../etc/passwd"}""", 400, "member_invalid" },
        { "PATCH /locations/nowhere", """{"title":""}""", 400, "member_invalid" },
        { "PATCH /locations/nowhere", """{"title":"a\u202Eb"}""", 400, "member_invalid" },
        { "PATCH /series/x", """{"unit":"V"}""", 404, "series_unknown" },
        { "PATCH /series/1", """{"unit":" "}""", 400, "unit_invalid" },
        { "POST /accounts", """{"name":"x"}""", 400, "member_invalid" },
        { "POST /accounts", """{"name":"x","role":"Owner"}""", 400, "member_invalid" },
        { "POST /accounts", """{"name":" ","role":"guest"}""", 400, "name_invalid" },
        { "POST /accounts", """{"name":"owner","role":"guest"}""", 409, "name_taken" },
        { "PATCH /accounts/owner", """{"role":"guest"}""", 409, "last_owner" },
        { "PATCH /accounts/nobody", """{"role":"guest"}""", 404, "not_found" },
        { "DELETE /accounts/owner", "", 409, "last_owner" },
        { "POST /accounts/nobody/password", "", 404, "not_found" },
        { "POST /tokens", """{"name":"x","scope":"report"}""", 400, "member_invalid" },
        { "POST /tokens", """{"name":"12","scope":"read"}""", 400, "name_invalid" },
        { "POST /tokens", """{"name":"reader","scope":"read"}""", 409, "name_taken" },
        { "DELETE /tokens/0", "", 404, "not_found" },
        { "DELETE /tokens/%201", "", 404, "not_found" },
        { "DELETE /sessions/0000000000000000", "", 404, "not_found" },
        { "PUT /retention", "{}", 400, "member_invalid" },
        { "PUT /retention", """{"raw_days":30}""", 400, "member_invalid" },
        { "PUT /retention", """{"raw_days":36501}""", 400, "member_invalid" },
        { "PUT /retention", """{"raw_days":90.5}""", 400, "member_invalid" },
        { "PUT /site", """{"public":true}""", 400, "member_invalid" },
        { "PUT /site", """{"public":1,"units":{}}""", 400, "member_invalid" },
        { "PUT /site", """{"public":true,"units":[]}""", 400, "member_invalid" },
        { "PUT /site", """{"public":true,"units":{"warmth":"Cel"}}""", 400, "member_invalid" },
        { "PUT /site", """{"public":true,"units":{"temperature":"hPa"}}""", 400, "unit_invalid" },
        { "PUT /site", """{"public":true,"units":{"temperature":null}}""", 400, "member_invalid" },
        { "PUT /me/password", """{"old":"not it, no","new":"long enough"}""", 403, "password_wrong" },
        { "PUT /me/password", """{"old":"correct horse battery","new":"short"}""", 400, "password_invalid" },
        { "GET /devices?x=1", "", 400, "parameter_invalid" },
    };

    [Theory, MemberData(nameof(Wrong))]
    public async Task What_is_wrong_is_said_and_changes_nothing(string route, string body, int status, string code)
    {
        foreach (Engine engine in Enum.GetValues<Engine>())
        {
            SharedServer shared = await SharedServers.GetAsync(engine);
            Person owner = new(shared.Server, shared.Cookie);
            string[] parts = route.Split(' ');

            RawAnswer answer = await owner.DoAsync(status, parts[0], parts[1], body);

            Assert.Equal((code, "application/problem+json"), (answer.Code, answer.Header("Content-Type")));
            Assert.False((await owner.GetAsync("/site")).GetProperty("public").GetBoolean());
        }
    }

    [Fact]
    public async Task A_body_of_more_than_64_KiB_is_refused()
    {
        SharedServer shared = await SharedServers.GetAsync(Engine.Sqlite);

        RawAnswer answer = await new Person(shared.Server, shared.Cookie).DoAsync(413, "POST", "/devices", $$"""{"name":"w{{new string(' ', 65_536)}}"}""");

        Assert.Equal("body_too_large", answer.Code);
    }

    /// <summary>A form of another site's page can be sent with the person's cookie, but not as JSON that says so. With a token there is no cookie to misuse.</summary>
    [Fact]
    public async Task With_a_session_a_body_must_say_that_it_is_JSON()
    {
        SharedServer shared = await SharedServers.GetAsync(Engine.Sqlite);
        const string Body = """{"name":"a/b"}""";
        foreach (string type in (string[])["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
        {
            Assert.Equal(415, (await shared.Server.Api().PostAsync("/api/v1/devices", Body, shared.Cookie, "Content-Type: " + type)).Status);
            Assert.Equal("name_invalid", (await shared.Server.Api(shared.Admin).PostAsync("/api/v1/devices", Body, "Content-Type: " + type)).Code);
        }
        Assert.Equal(415, (await shared.Server.Api().PostAsync("/api/v1/devices", Body, shared.Cookie)).Status);
        Assert.Equal("name_invalid", (await shared.Server.Api().PostAsync("/api/v1/devices", Body, shared.Cookie, "Content-Type: application/json; charset=utf-8")).Code);
    }

    [Theory]
    [InlineData("Origin: https://evil.example")]
    [InlineData("Sec-Fetch-Site: cross-site")]
    [InlineData("Sec-Fetch-Site: same-site")]
    public async Task A_foreign_page_changes_nothing(string header)
    {
        SharedServer shared = await SharedServers.GetAsync(Engine.Sqlite);

        RawAnswer answer = await shared.Server.Api().PostAsync("/api/v1/devices", """{"name":"a/b"}""", shared.Cookie, "Content-Type: application/json", header);

        Assert.Equal((403, "origin_forbidden"), (answer.Status, answer.Code));
    }
}
