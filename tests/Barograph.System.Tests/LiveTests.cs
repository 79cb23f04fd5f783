using System.Diagnostics;
using Barograph.SystemTests.Live;
using Barograph.SystemTests.Nginx;

namespace Barograph.SystemTests;

/// <summary><c>GET /api/v1/live</c> of a running server.</summary>
public sealed class LiveTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task What_is_reported_is_told_with_all_that_belongs_to_it_and_nothing_else_is(Engine engine)
    {
        SharedServer shared = await SharedServers.GetAsync(engine);
        string location = SharedServer.NewLocation("küche \"live\" ");
        await using LiveReader reader = await LiveReader.OpenAsync(shared.Server, shared.Reader, $"location={Uri.EscapeDataString(location)}&metric=*");
        LiveEvent first = await reader.NextAsync();
        string report = $$$"""{"location":{{{System.Text.Json.JsonSerializer.Serialize(location)}}},"time":"2024-01-01T00:00:00.25Z","values":{"temperature":21.5},"units":{"temperature":"Cel"}}""";
        await shared.BoardApi.ReportAsync("""{"location":"elsewhere","temperature":1}""");
        Assert.Equal(200, (await shared.BoardApi.ReportAsync(report)).Status);
        // Again, and another value for the same time: neither is new.
        await shared.BoardApi.ReportAsync(report);
        await shared.BoardApi.ReportAsync(report.Replace("21.5", "22", StringComparison.Ordinal));
        await shared.BoardApi.ReportAsync(report.Replace("00:00:00", "00:00:01", StringComparison.Ordinal));

        // In one event or two.
        List<System.Text.Json.JsonElement> told = [];
        while (told.Count < 2)
        {
            LiveEvent next = await reader.NextAsync();
            Assert.Equal("samples", next.Name);
            told.AddRange(next.Data.EnumerateArray());
        }

        Assert.Equal(("reset", "begin"), (first.Name, first.Data.GetProperty("reason").GetString()));
        Assert.Matches("^{\"series\":[0-9]+,\"location\":\"küche \\\\\"live\\\\\" ?[0-9]+\",\"metric\":\"temperature\",\"unit\":\"Cel\",\"time\":1704067200.25,\"value\":21.5}$", told[0].GetRawText());
        Assert.Equal(1_704_067_201.25m, Assert.Single(told[1..]).GetProperty("time").GetDecimal());
        Assert.Equal("text/event-stream", reader.Answer.Content.Headers.ContentType!.ToString());
        Assert.True(reader.Answer.Headers.CacheControl!.NoStore);
        Assert.Equal("2000", reader.Retry);
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task With_the_last_id_nothing_is_lost_and_with_a_foreign_one_it_begins_anew(Engine engine)
    {
        SharedServer shared = await SharedServers.GetAsync(engine);
        string location = SharedServer.NewLocation("resume");
        string query = $"location={location}&metric=a";
        string id;
        await using (LiveReader before = await LiveReader.OpenAsync(shared.Server, shared.Reader, query))
        {
            await before.NextAsync();
            await ReportAsync(shared, location, 1);
            id = (await before.NextAsync()).Id!;
        }
        for (int i = 2; i <= 5; i++)
            await ReportAsync(shared, location, i);

        await using LiveReader after = await LiveReader.OpenAsync(shared.Server, shared.Reader, query, "Last-Event-ID: " + id);
        await using LiveReader byQuery = await LiveReader.OpenAsync(shared.Server, shared.Reader, $"{query}&last_event_id={id}");

        Assert.Equal(["a=2", "a=3", "a=4", "a=5"], await after.ValuesAsync(4));
        Assert.Equal(["a=2", "a=3", "a=4", "a=5"], await byQuery.ValuesAsync(4));
        await using LiveReader foreign = await LiveReader.OpenAsync(shared.Server, shared.Reader, query, "Last-Event-ID: 0123456789abcdef-7");
        LiveEvent reset = await foreign.NextAsync();
        Assert.Equal(("reset", "lost"), (reset.Name, reset.Data.GetProperty("reason").GetString()));
        await ReportAsync(shared, location, 6);
        Assert.Equal(["a=6"], await foreign.ValuesAsync(1));
    }

    [Theory]
    [InlineData("location=x", 400, "parameter_invalid")]
    [InlineData("metric=x", 400, "parameter_invalid")]
    [InlineData("location=a&location=b&metric=x", 400, "parameter_invalid")]
    [InlineData("form=1", 400, "parameter_invalid")]
    [InlineData("series=x", 400, "parameter_invalid")]
    [InlineData("series=1&location=a&metric=b", 400, "parameter_invalid")]
    [InlineData("series=2000000000", 404, "series_unknown")]
    [InlineData("location=%00&metric=b", 400, "parameter_invalid")]
    public async Task What_cannot_be_told_is_refused(string query, int status, string code)
    {
        foreach (Engine engine in Enum.GetValues<Engine>())
        {
            SharedServer shared = await SharedServers.GetAsync(engine);

            RawAnswer answer = await shared.ReaderApi.GetAsync("/api/v1/live?" + query);

            Assert.Equal((status, code), (answer.Status, answer.Code));
        }
    }

    [Fact]
    public async Task More_pairs_than_a_hundred_are_refused()
    {
        SharedServer shared = await SharedServers.GetAsync(Engine.Sqlite);

        RawAnswer answer = await shared.ReaderApi.GetAsync("/api/v1/live?" + string.Join('&', Enumerable.Range(0, 101).Select(i => $"location=l{i}&metric=m")));

        Assert.Equal((400, "parameter_invalid"), (answer.Status, answer.Code));
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task A_revoked_token_and_an_ended_session_end_their_streams_and_no_others(Engine engine)
    {
        await using BarographServer server = await BarographServer.StartAsync(await Place.MakeAsync(engine));
        string token = await server.AddTokenAsync("passing", "read"), lasting = await server.AddTokenAsync("lasting", "read"), board = await server.AddDeviceAsync("board", "--any-location");
        string cookie = await Owner.SetUpAsync(server);
        await using LiveReader revoked = await LiveReader.OpenAsync(server, token), stays = await LiveReader.OpenAsync(server, lasting);
        await using LiveReader person = await LiveReader.OpenAsync(server, "none", "", cookie);
        Assert.Equal(401, (int)person.Answer.StatusCode);
        await using LiveReader browser = await LiveReader.OpenAsync(new SocketsHttpHandler { UseCookies = false }, server.BaseAddress, "", cookie);
        foreach (LiveReader reader in (LiveReader[])[revoked, stays, browser])
            Assert.Equal("reset", (await reader.NextAsync()).Name);

        var watch = Stopwatch.StartNew();
        await server.CommandAsync("token", "revoke", "passing");
        await Owner.PostFormAsync(server, "/signout", "", cookie);
        await revoked.EndAsync();
        await browser.EndAsync();

        output.WriteLine($"{engine}: ended after {watch.Elapsed.TotalSeconds:F1} s");
        await server.Api(board).ReportAsync("""{"location":"x","a":1}""");
        Assert.Equal(["a=1"], await stays.ValuesAsync(1));
        Assert.DoesNotContain(server.AllErrors, SharedServers.IsDefect);
    }

    [Fact]
    public async Task Streams_do_not_hold_back_a_stop()
    {
        await using BarographServer server = await BarographServer.StartAsync(await Place.MakeAsync(Engine.Sqlite));
        string token = await server.AddTokenAsync("reader", "read");
        await using LiveReader reader = await LiveReader.OpenAsync(server, token);
        string id = (await reader.NextAsync()).Id!;

        var watch = Stopwatch.StartNew();
        Assert.Equal(0, await server.StopAsync());

        output.WriteLine($"stopped after {watch.Elapsed.TotalMilliseconds:F0} ms");
        // The server would wait 8 s for a request that does not end.
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(6), watch.Elapsed.ToString());
        await reader.EndAsync();
        Assert.DoesNotContain(server.AllErrors, SharedServers.IsDefect);
        await server.StartAsync();
        await using LiveReader again = await LiveReader.OpenAsync(server, token, "", "Last-Event-ID: " + id);
        Assert.Equal("lost", (await again.NextAsync()).Data.GetProperty("reason").GetString());
    }

    [Theory]
    [InlineData("identity")]
    [InlineData("gzip")]
    public async Task Through_nginx_each_event_comes_at_once(string encoding)
    {
        await using NginxSite site = await NginxSite.StartAsync();
        var handler = new SocketsHttpHandler { AutomaticDecompression = System.Net.DecompressionMethods.GZip };
        await using LiveReader reader = await LiveReader.OpenAsync(
            handler, site.Nginx.Url("http", NginxServer.SitePort), "", "Authorization: Bearer " + site.Reader, "Accept-Encoding: " + encoding);
        Assert.Equal("reset", (await reader.NextAsync()).Name);
        for (int i = 0; i < 3; i++)
        {
            // Each is waited for alone: nothing that comes later pushes it on.
            Assert.Equal(200, (await site.ReportAsync()).Status);
            Assert.Equal(["temperature=20"], await reader.ValuesAsync(1));
        }
        Assert.False(reader.Answer.Headers.Contains("X-Accel-Buffering"));
    }

    private static async Task ReportAsync(SharedServer shared, string location, int value) =>
        Assert.Equal(200, (await shared.BoardApi.ReportAsync($$"""{"location":"{{location}}","a":{{value}}}""")).Status);
}
