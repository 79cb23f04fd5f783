namespace Barograph.SystemTests;

/// <summary>What InfluxDB's clients ask before they write, each without a credential, and a write as each needs it answered.</summary>
public sealed class InfluxProbeTests
{
    /// <summary>Request, status, body where it is always the same. Who asks so: PROTOCOLS 2.4.</summary>
    public static readonly TheoryData<string, int, string?> Probes = new()
    {
        { "GET /ping", 204, "" },
        { "HEAD /ping", 204, "" },
        { "GET /ping?verbose=true", 200, """{"version":"1.8.10"}""" },
        { "GET /ping?verbose=true&u=user&p=wrong", 200, """{"version":"1.8.10"}""" },
        { "GET /health", 200, """{"name":"influxdb","message":"ready for queries and writes","status":"pass","checks":[],"version":"1.8.10","commit":"barograph"}""" },
        { "GET /api/v2/health", 200, null },
        { "GET /ready", 200, null },
        { "GET /api/v2/ready", 200, null },
        { "POST /query?q=CREATE%20DATABASE%20%22telegraf%22", 200, """{"results":[{"statement_id":0}]}""" },
        { "GET /query?q=SHOW%20DATABASES;", 200, """{"results":[{"statement_id":0,"series":[{"name":"databases","columns":["name"],"values":[["barograph"]]}]}]}""" },
        { "GET /query?db=home&q=show+databases", 200, """{"results":[{"statement_id":0,"series":[{"name":"databases","columns":["name"],"values":[["home"]]}]}]}""" },
        { "GET /query?db=home&q=SELECT%20*%20FROM%20temperature", 200, """{"results":[{"statement_id":0}]}""" },
        { "GET /query", 200, """{"results":[{"statement_id":0}]}""" },
        { "GET /api/v2/buckets?name=sensors", 200, """{"buckets":[{"id":"0000000000000001","orgID":"0000000000000001","type":"user","name":"sensors","retentionRules":[]}]}""" },
        { "GET /api/v2/setup", 200, """{"allowed":false}""" },
        { "POST /api/v2/query?org=o", 200, "\r\n" },
    };

    [Theory, MemberData(nameof(Probes))]
    public async Task A_probe_gets_the_answer_that_its_client_knows(string probe, int status, string? body)
    {
        SharedServer shared = await SharedServers.GetAsync(Engine.Sqlite);
        string[] parts = probe.Split(' ');
        byte[] request = RawHttp.Request(parts[0], parts[1], parts[0] == "POST" ? "q=CREATE DATABASE \"x\"" : null, "X-None: 1", "Content-Type: application/x-www-form-urlencoded");

        RawAnswer answer = await RawHttp.SendAsync(shared.Server.Target, request, RawHttp.NewAddress());

        Assert.True(answer.Status == status, answer.ToString());
        Assert.Equal("1.8.10", answer.Header("X-Influxdb-Version"));
        if (body is not null)
            Assert.Equal(body, answer.Text);
        BoardRules.AssertReadable(answer);
    }

    [Fact]
    public async Task Readiness_says_since_when()
    {
        SharedServer shared = await SharedServers.GetAsync(Engine.Sqlite);
        RawAnswer answer = await shared.Server.Api().GetAsync("/ready", "X-None: 1");
        Assert.Equal("ready", answer.Json.GetProperty("status").GetString());
        Assert.True(answer.Json.GetProperty("started").GetDateTimeOffset() <= TimeProvider.System.GetUtcNow());
        Assert.EndsWith("s", answer.Json.GetProperty("up").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/write?db=d", "{\"error\":\"Request Entity Too Large\"}")]
    [InlineData("/api/v2/write?bucket=b", "{\"code\":\"request too large\",\"message\":\"unable to read data: points batch is too large\"}")]
    public async Task A_batch_that_is_too_large_is_refused_so_that_Telegraf_splits_it(string path, string body)
    {
        SharedServer shared = await SharedServers.GetAsync(Engine.Sqlite);
        RawAnswer answer = await shared.BoardApi.PostAsync(path, new byte[(1 << 20) + 1]);
        Assert.True(answer.Status == 413 && answer.Text == body, answer.ToString());
        BoardRules.AssertReadable(answer);
    }

    [Fact]
    public async Task A_token_of_one_place_takes_the_first_sensor_and_says_no_to_the_others()
    {
        SharedServer shared = await SharedServers.GetAsync(Engine.Sqlite);
        string location = SharedServer.NewLocation("influx");
        string token = await shared.Server.AddDeviceAsync(location + "-board", "--location", location);

        RawAnswer answer = await shared.Server.Api(token).PostAsync("/api/v2/write?bucket=b", "weather,room=a t=1\nweather,room=b t=2\n"u8.ToArray());

        Assert.True(answer.Status == 422 && answer.Text.Contains("partial write", StringComparison.Ordinal) && answer.Text.EndsWith(" dropped=1\"}", StringComparison.Ordinal), answer.ToString());
        Assert.Equal(["t=1"], await shared.ReaderApi.LatestAsync(location));
    }
}
