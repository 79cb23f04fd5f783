using System.Net;
using System.Text.Json;

namespace Barograph.SystemTests.OpenApi;

/// <summary>What the document says of answers is so. (Beside this, RawHttp holds every answer of every test against it.)</summary>
public sealed class OpenApiAnswerTests
{
    private const string Report = """{"location":"LOCATION","time":"2026-11-22T21:45:13Z","values":{"temperature":21.4,"rain":3},"units":{"temperature":"Cel"}}""";

    /// <summary>Who asks, what, and the status that is answered. LOCATION is one that has readings, DEVICE one with a rejection.</summary>
    private static readonly (string Who, string Request, string? Body, int Status)[] Cases =
    [
        ("nobody", "GET /healthz", null, 200),
        ("nobody", "GET /readyz", null, 200),
        ("nobody", "GET /openapi/v1.json", null, 200),
        ("nobody", "GET /metrics", null, 401),
        ("reader", "GET /metrics", null, 200),
        ("board", "GET /SQL_API", null, 201),
        ("nobody", "GET /SQL_API", null, 401),
        ("reader", "GET /SQL_API", null, 403),
        ("board", "POST /SQL_API/", "temperature=1&location=LOCATION", 200),
        ("board", "POST /SQL_API/", "temperature=abc&location=LOCATION", 400),
        ("board", "POST /SQL_API/", "temperature=1&location=%2F", 400),
        ("nobody", "POST /SQL_API/", "temperature=1", 401),
        ("board", "POST /api/v1/reports", Report, 200),
        ("board", "POST /api/v1/reports", "[]", 200),
        ("board", "POST /api/v1/reports", """{"location":"LOCATION","temperature":1,"humidity":"x"}""", 200),
        ("board", "POST /api/v1/reports", """{"location":"LOCATION","humidity":"x"}""", 400),
        ("board", "POST /api/v1/reports", "{", 400),
        ("board", "POST /api/v1/reports", "", 400),
        ("board", "POST /api/v1/reports", """{"location":"LOCATION","values":{"temperature":1},"units":{"temperature":"hPa"}}""", 422),
        ("desk", "POST /api/v1/reports", """{"location":"elsewhere","temperature":1}""", 403),
        ("desk", "POST /SQL_API", "location=elsewhere&temperature=1", 403),
        ("reader", "POST /api/v1/reports", Report, 403),
        ("nobody", "POST /api/v1/reports", Report, 401),
        ("reader", "GET /api/v1/latest", null, 200),
        ("reader", "GET /api/v1/latest?location=LOCATION", null, 200),
        ("board", "GET /api/v1/latest", null, 403),
        ("nobody", "GET /api/v1/latest", null, 401),
        ("reader", "GET /api/v1/series", null, 200),
        ("reader", "GET /api/v1/intervals", null, 200),
        ("reader", "GET /api/v1/locations", null, 200),
        ("reader", "GET /api/v1/devices", null, 200),
        ("reader", "GET /api/v1/devices/DEVICE/rejections", null, 200),
        ("reader", "GET /api/v1/devices/nobody/rejections", null, 404),
        ("reader", "GET /api/v1/samples?location=LOCATION&metric=temperature&from=0", null, 200),
        ("reader", "GET /api/v1/samples?location=LOCATION&metric=*&from=0", null, 200),
        ("reader", "GET /api/v1/samples?location=LOCATION&metric=rain&from=1700000000&step=1d", null, 200),
        ("reader", "GET /api/v1/samples?location=LOCATION&metric=rain&from=1700000000&step=1mo&tz=Europe/Berlin", null, 200),
        ("reader", "GET /api/v1/samples?location=LOCATION&metric=*&from=1700000000&points=2", null, 200),
        ("reader", "GET /api/v1/samples?location=LOCATION&metric=rain&from=0&to=9999999999&step=1s", null, 422),
        ("reader", "GET /api/v1/samples?location=LOCATION&metric=none", null, 404),
        ("reader", "GET /api/v1/samples?location=LOCATION", null, 400),
        // Its stream is read by LiveTests.
        ("reader", "GET /api/v1/live?series=x", null, 400),
        ("reader", "GET /api/v1/live?series=999999", null, 404),
        ("reader", "GET /api/v1/export.csv?location=LOCATION&metric=*", null, 200),
        ("reader", "GET /api/v1/export.csv?series=x", null, 400),
        ("reader", "GET /api/v1/export.ndjson?location=LOCATION&metric=*", null, 200),
        ("reader", "GET /api/v1/export.ndjson?location=LOCATION&metric=none", null, 404),
        ("reader", "GET /api/v1/me", null, 200),
        ("reader", "PUT /api/v1/me/password", """{"old":"a","new":"b"}""", 403),
        ("reader", "GET /api/v1/sessions", null, 403),
        ("reader", "DELETE /api/v1/sessions/x", null, 403),
        ("admin", "GET /api/v1/accounts", null, 200),
        ("admin", "POST /api/v1/accounts", """{"name":"DEVICE","role":"guest"}""", 201),
        ("admin", "POST /api/v1/accounts", """{"name":"DEVICE","role":"guest"}""", 409),
        ("admin", "POST /api/v1/accounts/DEVICE/password", null, 200),
        ("admin", "PATCH /api/v1/accounts/DEVICE", """{"role":"member"}""", 204),
        ("admin", "DELETE /api/v1/accounts/DEVICE", null, 204),
        ("admin", "DELETE /api/v1/accounts/DEVICE", """{"x":1}""", 400),
        ("admin", "GET /api/v1/tokens", null, 200),
        ("admin", "POST /api/v1/tokens", """{"name":"DEVICE","scope":"read"}""", 201),
        ("admin", "DELETE /api/v1/tokens/0", null, 404),
        ("admin", "POST /api/v1/devices", """{"name":"DEVICEx","location":"LOCATION"}""", 201),
        ("admin", "POST /api/v1/devices/DEVICEx/move", """{"location":"LOCATION/x"}""", 204),
        ("admin", "POST /api/v1/devices/DEVICEx/rotate", null, 200),
        ("admin", "POST /api/v1/devices/DEVICEx/replace", null, 201),
        ("admin", "POST /api/v1/devices/DEVICEx/replace", null, 409),
        ("admin", "DELETE /api/v1/devices/DEVICEx-2", null, 204),
        ("admin", "GET /api/v1/devices", null, 200),
        ("admin", "GET /api/v1/stations", null, 200),
        ("admin", "POST /api/v1/devices/DEVICE/passkey", """{"station":"0123456789ab"}""", 404),
        ("admin", "POST /api/v1/devices/DEVICEx/passkey", """{"station":"0123456789ab"}""", 409),
        ("admin", "PATCH /api/v1/locations/LOCATION", """{"title":"Open"}""", 204),
        ("admin", "PATCH /api/v1/series/x", """{"unit":"V"}""", 404),
        ("admin", "GET /api/v1/retention", null, 200),
        ("admin", "PUT /api/v1/retention", """{"raw_days":null}""", 200),
        ("admin", "GET /api/v1/site", null, 200),
        ("admin", "PUT /api/v1/site", """{"public":false,"units":{}}""", 200),
        ("admin", "GET /api/v1/about", null, 200),
        ("reader", "GET /api/v1/alerts", null, 200),
        ("reader", "GET /api/v1/alerts/history?limit=1", null, 200),
        ("reader", "GET /api/v1/alerts/history?before=yesterday", null, 400),
        ("admin", "POST /api/v1/alerts/x/acknowledge", null, 404),
        ("reader", "GET /api/v1/rules", null, 200),
        ("admin", "POST /api/v1/rules", """{"location":"LOCATION","metric":"rain","kind":"above","threshold":1000}""", 201),
        ("admin", "POST /api/v1/rules", """{"location":"LOCATION","metric":"rain","kind":"wet"}""", 400),
        ("admin", "PATCH /api/v1/rules/1", """{"urgent":true}""", 200),
        ("admin", "DELETE /api/v1/rules/999999", null, 404),
        ("admin", "POST /api/v1/rules/preview", """{"location":"LOCATION","metric":"rain","kind":"above","threshold":1,"days":30}""", 200),
        ("reader", "GET /api/v1/mutes", null, 200),
        ("admin", "POST /api/v1/mutes", """{"location":"LOCATION","metric":"*","seconds":60,"reason":"Tried"}""", 201),
        ("admin", "DELETE /api/v1/mutes/999999", null, 404),
        ("admin", "POST /api/v1/targets", """{"name":"DEVICE","kind":"webhook","options":{"url":"http://127.0.0.1:9/"}}""", 201),
        ("admin", "POST /api/v1/targets", """{"name":"DEVICE","kind":"webhook","options":{"url":"http://127.0.0.1:9/"}}""", 409),
        ("admin", "GET /api/v1/targets", null, 200),
        ("admin", "PATCH /api/v1/targets/999999", """{"enabled":false}""", 404),
        ("admin", "POST /api/v1/targets/999999/test", null, 404),
        ("admin", "DELETE /api/v1/targets/999999", null, 404),
    ];

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task Every_operation_answers_as_it_is_described(Engine engine)
    {
        SharedServer shared = await SharedServers.GetAsync(engine);
        string location = SharedServer.NewLocation("open"), device = SharedServer.NewLocation("open-board");
        string desk = await shared.Server.AddDeviceAsync(device, "--location", "desk");
        Assert.Equal(200, (await shared.BoardApi.ReportAsync(Report.Replace("LOCATION", location, StringComparison.Ordinal))).Status);
        Dictionary<string, string?> credentials = new() { ["nobody"] = null, ["board"] = shared.Board, ["reader"] = shared.Reader, ["admin"] = shared.Admin, ["desk"] = desk };
        List<string> lies = [];
        HashSet<string> asked = [];
        foreach ((string who, string request, string? body, int status) in Cases)
        {
            string Filled(string text) => text.Replace("LOCATION", location, StringComparison.Ordinal).Replace("DEVICE", device, StringComparison.Ordinal);
            string[] parts = Filled(request).Split(' ');
            string header = credentials[who] is { } token ? "Authorization: Bearer " + token : "X-None: 1";
            RawAnswer answer = await RawHttp.SendAsync(
                shared.Server.Target, RawHttp.Request(parts[0], parts[1], body is null ? null : Filled(body), header), RawHttp.NewAddress());
            Assert.True(status == answer.Status, $"{who} {request}\n{answer}");
            lies.AddRange(SpokenInterface.Committed.Lies(parts[0], parts[1], answer).Select(lie => $"{lie}\n{answer}"));
            asked.Add(SpokenInterface.Committed.OperationOf(parts[0], parts[1])!);
        }

        Assert.Empty(lies);
        Assert.Equal(SpokenInterface.Committed.Operations.Order(), asked.Order());
    }

    [Fact]
    public async Task Too_many_wrong_credentials_are_answered_as_described()
    {
        SharedServer shared = await SharedServers.GetAsync(Engine.Sqlite);
        foreach (string request in (string[])["GET /api/v1/latest", "GET /SQL_API"])
        {
            IPAddress attacker = RawHttp.NewAddress();
            byte[] wrong = RawHttp.Request("GET", request[4..], (byte[]?)null, "Authorization: Bearer bgWrong");
            RawAnswer answer = await RawHttp.SendAsync(shared.Server.Target, wrong, attacker);
            for (int i = 0; i < 100 && answer.Status != 429; i++)
                answer = await RawHttp.SendAsync(shared.Server.Target, wrong, attacker);

            Assert.Equal(429, answer.Status);
            Assert.Empty(SpokenInterface.Committed.Lies("GET", request[4..], answer));
        }
    }

    [Fact]
    public async Task Each_operation_takes_the_parameters_that_are_described_and_no_other()
    {
        SharedServer shared = await SharedServers.GetAsync(Engine.Sqlite);
        int asked = 0;
        foreach (string operation in SpokenInterface.Committed.Operations.Where(operation => operation.StartsWith("GET /api/v1/", StringComparison.Ordinal)))
        {
            RawAnswer answer = await shared.Server.Api().GetAsync(operation[4..].Replace("{name}", "board", StringComparison.Ordinal) + "?unheard=1", shared.Cookie);
            string[] described = SpokenInterface.Committed[operation].TryGetProperty("parameters", out JsonElement parameters)
                ? [.. parameters.EnumerateArray().Where(parameter => parameter.GetProperty("in").GetString() == "query").Select(parameter => parameter.GetProperty("name").GetString()!)]
                : [];

            Assert.Equal("parameter_invalid", answer.Code);
            string detail = answer.Json.GetProperty("detail").GetString()!;
            string[] taken = detail.Contains("there are ", StringComparison.Ordinal) ? detail[(detail.IndexOf("there are ", StringComparison.Ordinal) + 10)..].TrimEnd('.').Split(", ") : [];
            Assert.Equal(described.Order(), taken.Order());
            asked++;
        }
        Assert.True(asked >= 8, $"{asked} operations were asked");
    }

    /// <summary>Whatever the server takes without a complaint is described as something that may be sent.</summary>
    [Fact]
    public void Golden_reports_that_are_taken_fit_the_description()
    {
        string folder = Path.Combine(Repository.Root, "spec", "payloads", "reports");
        int fitting = 0;
        foreach (string file in Directory.GetFiles(folder, "*.json"))
        {
            JsonElement expected = JsonDocument.Parse(File.ReadAllBytes(file)).RootElement;
            if (expected.TryGetProperty("failure", out _) || expected.GetProperty("rejected").GetArrayLength() > 0)
                continue;
            byte[] body = File.ReadAllBytes(Path.ChangeExtension(file, ".body"));
            JsonElement sent = JsonDocument.Parse(body.AsSpan().StartsWith("\uFEFF"u8) ? body.AsMemory(3) : body).RootElement;

            Assert.True(SpokenInterface.Committed.BodyProblems("POST /api/v1/reports", sent) is [], file);
            fitting++;
        }
        Assert.True(fitting >= 10, $"{fitting} payloads were looked at");
    }

    /// <summary>The check itself: what is wrong with an answer, and whether it is seen.</summary>
    [Theory]
    [InlineData("""{"location":"a","metric":"b","unit":null,"time":"2026-11-22T21:45:13Z","value":1}""", 0)]
    [InlineData("""{"location":"a","metric":"b","time":"2026-11-22T21:45:13Z","value":1}""", 1)]
    [InlineData("""{"location":"a","metric":"b","unit":null,"time":"2026-11-22T21:45:13Z","value":1,"more":2}""", 1)]
    [InlineData("""{"location":null,"metric":"b","unit":null,"time":"2026-11-22T21:45:13Z","value":1}""", 1)]
    [InlineData("""{"location":"a","metric":"B","unit":null,"time":"2026-11-22T21:45:13Z","value":1}""", 1)]
    [InlineData("""{"location":"a","metric":"b","unit":null,"time":"yesterday","value":1}""", 1)]
    [InlineData("""{"location":"a","metric":"b","unit":null,"time":"2026-11-22T21:45:13Z","value":"1"}""", 1)]
    [InlineData("[]", 1)]
    public void A_lie_is_seen(string sample, int problems)
    {
        JsonElement schema = JsonDocument.Parse("""{"$ref":"#/components/schemas/LatestSample"}""").RootElement;

        Assert.Equal(problems, new SchemaCheck(SpokenInterface.Committed.Document).Problems(schema, JsonDocument.Parse(sample).RootElement).Count);
    }
}
