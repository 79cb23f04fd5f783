using System.Text.Json;

namespace Barograph.SystemTests.Prometheus;

/// <summary>/metrics, read by the programs that it is for.</summary>
public sealed class MetricsTests
{
    private const string Odd = """a "b" \ ü""";
    private static readonly ServerOptions WithReadings = new() { Environment = new Dictionary<string, string> { ["BAROGRAPH_METRICS_VALUES"] = "true" } };

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task Prometheus_says_up_and_has_the_figures_and_the_readings(Engine engine)
    {
        await using BarographServer server = await BarographServer.StartAsync(await Place.MakeAsync(engine), WithReadings);
        string board = await server.AddDeviceAsync("board", "--any-location");
        string reader = await server.AddTokenAsync("prometheus", "read");
        string report = JsonSerializer.Serialize(new Dictionary<string, object>
        {
            ["location"] = Odd,
            ["time"] = 1_767_225_600,
            ["values"] = new Dictionary<string, double> { ["temperature"] = 21.5 },
            ["units"] = new Dictionary<string, string> { ["temperature"] = "Cel" },
        });
        Assert.Equal(200, (await server.Api(board).ReportAsync(report)).Status);

        (int exitCode, string said) = await PrometheusServer.CheckAsync((await MetricsPage.ReadAsync(server.Api(reader))).Text);
        Assert.Equal((0, ""), (exitCode, said));

        await using PrometheusServer prometheus = await PrometheusServer.StartAsync(new Uri(server.BaseAddress).Authority, reader);
        (string Health, string Error) target = ("", "");
        await Patience.UntilAsync("Prometheus says up", async () => (target = await prometheus.TargetAsync()).Health == "up", () => target.ToString());
        await Patience.UntilAsync("what it scraped can be asked", async () => (await prometheus.QueryAsync("up{job=\"barograph\"}")).Any());
        (JsonElement labels, string value) = Assert.Single(await prometheus.QueryAsync("barograph_reading"));
        Assert.Equal((Odd, "temperature", "Cel", "21.5"),
            (labels.GetProperty("location").GetString(), labels.GetProperty("metric").GetString(), labels.GetProperty("unit").GetString(), value));
        Assert.Equal("1767225600", Assert.Single(await prometheus.QueryAsync("barograph_reading_timestamp_seconds")).Value);
        Assert.Equal("1", Assert.Single(await prometheus.QueryAsync("barograph_samples_total{outcome=\"stored\"}")).Value);
        Assert.Equal("1", Assert.Single(await prometheus.QueryAsync("up{job=\"barograph\"}")).Value);
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task What_boards_do_is_counted(Engine engine)
    {
        await using BarographServer server = await BarographServer.StartAsync(await Place.MakeAsync(engine));
        ServerApi board = server.Api(await server.AddDeviceAsync("board", "--any-location"));
        ServerApi reader = server.Api(await server.AddTokenAsync("reader", "read"));
        MetricsPage before = await MetricsPage.ReadAsync(reader);

        const string Timed = """{"location":"desk","time":1767225600,"values":{"a":1,"b":2}}""";
        Assert.Equal(200, (await board.ReportAsync(Timed)).Status);
        Assert.Equal(200, (await board.ReportAsync($"[{Timed}," + """{"location":"desk","time":1767225600,"values":{"a":5}}]""")).Status);
        Assert.Equal(200, (await board.ReportAsync("""{"location":"desk","time":1,"values":{"a":1}}""")).Status);
        Assert.Equal(200, (await board.ReportAsync("""{"location":"desk","values":{"a":1,"b":"warm"}}""")).Status);
        Assert.Equal(400, (await board.ReportAsync("{")).Status);
        Assert.Equal(400, (await board.PostAsync("/SQL_API", "temperature=warm")).Status);
        Assert.Equal(401, (await server.Api("bg0123456789abcdefABCDEF01").ReportAsync(Timed)).Status);
        MetricsPage after = await MetricsPage.ReadAsync(reader);

        double Grown(string name) => after[name] - before[name];
        Assert.Equal((5, 4, 2, 1, 1), (Grown("barograph_reports_total"), Grown("""barograph_samples_total{outcome="stored"}"""),
            Grown("""barograph_samples_total{outcome="duplicate"}"""), Grown("""barograph_samples_total{outcome="conflict"}"""), Grown("barograph_clock_faults_total")));
        Assert.Equal((2, 1), (Grown("""barograph_rejections_total{code="value_not_a_number"}"""), Grown("""barograph_rejections_total{code="body_not_json"}""")));
        Assert.Equal(1, Grown("""barograph_credential_failures_total{status="401"}"""));
        Assert.Equal(4, Grown("""barograph_commit_duration_seconds_count{outcome="stored"}"""));
        Assert.Equal(4, Grown("""http_server_request_duration_seconds_count{http_request_method="POST",http_route="/api/v1/reports",http_response_status_code="200"}"""));
        Assert.Equal((0, 16_384, 500_000), (after["barograph_queue_requests"], after["barograph_queue_requests_limit"], after["barograph_queue_samples_limit"]));
        Assert.True(after.Has("""barograph_refusals_total{code="overloaded"}"""), after.Text);
        Assert.True(after.Has("barograph_rollup_watermark_timestamp_seconds"), after.Text);
        Assert.Equal(engine == Engine.Sqlite, after["barograph_store_size_bytes"] > 0);
        Assert.False(after.HasAnyOf("barograph_reading"), "Readings are told only when it is switched on.");
        AssertProcess(after);
    }

    [Fact]
    public async Task The_ingest_part_tells_what_boards_do_and_no_reading_and_knows_no_session()
    {
        Place place = await Place.MakeAsync(Engine.Postgres);
        await using BarographServer site = await BarographServer.StartAsync(place, WithReadings with { More = ["--part", "site"] });
        await using BarographServer ingest = await BarographServer.StartAsync(
            await place.BesideForIngestAsync(), WithReadings with { More = ["--part", "ingest"] });
        string board = (await site.CommandAsync("device", "add", "board", "--any-location", "--json")).Token;
        string reader = (await site.CommandAsync("token", "add", "reader", "--scope", "read", "--json")).Token;
        string cookie = await Owner.SetUpAsync(site);
        Assert.Equal(200, (await ingest.Api(board).ReportAsync("""{"location":"desk","a":1}""")).Status);

        MetricsPage ofIngest = await MetricsPage.ReadAsync(ingest.Api(reader));
        MetricsPage ofSite = await MetricsPage.ReadAsync(site.Api(reader));

        Assert.Equal((1, 0), (ofIngest["barograph_reports_total"], ofSite["barograph_reports_total"]));
        Assert.Equal((false, true), (ofIngest.HasAnyOf("barograph_reading"), ofSite.HasAnyOf("barograph_reading")));
        Assert.Equal((401, 200), ((await ingest.Api().GetAsync("/metrics", cookie)).Status, (await site.Api().GetAsync("/metrics", cookie)).Status));
        Assert.Empty(ingest.AllErrors);
    }

    [Fact]
    public async Task With_the_database_away_the_rest_is_told_and_the_refusals_are_counted()
    {
        await using PostgresCluster cluster = await PostgresCluster.StartNewAsync();
        await using BarographServer server = await BarographServer.StartAsync(await Place.MakeAsync(Engine.Postgres, cluster), WithReadings);
        ServerApi board = server.Api(await server.AddDeviceAsync("board", "--any-location"));
        ServerApi reader = server.Api(await server.AddTokenAsync("reader", "read"));
        Assert.Equal(200, (await board.ReportAsync("""{"location":"desk","a":1}""")).Status);
        Assert.True((await MetricsPage.ReadAsync(reader)).HasAnyOf("barograph_reading"));

        await cluster.StopAsync();
        Assert.Equal(503, (await board.ReportAsync("""{"location":"desk","a":1}""")).Status);
        MetricsPage away = await MetricsPage.ReadAsync(reader);

        Assert.False(away.HasAnyOf("barograph_reading"), away.Text);
        Assert.Equal(1, away["""barograph_refusals_total{code="storage_unavailable"}"""]);
        Assert.Equal(1, away["""barograph_commit_duration_seconds_count{outcome="failed"}"""]);
        Assert.Equal(1, away["barograph_reports_total"]);
    }

    private static void AssertProcess(MetricsPage page)
    {
        double now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        Assert.InRange(page["process_start_time_seconds"], now - 3600, now + 1);
        Assert.InRange(page["process_open_fds"], 5, page["process_max_fds"]);
        Assert.InRange(page["dotnet_process_memory_working_set_bytes"], 1e6, 1e10);
        Assert.True(page["""dotnet_process_cpu_time_seconds_total{cpu_mode="user"}"""] > 0, page.Text);
        Assert.True(page.Has("""dotnet_gc_collections_total{gc_heap_generation="gen0"}"""), page.Text);
        Assert.Equal(1, page["http_server_active_requests"]);
        Assert.True(page["kestrel_active_connections"] >= 1, page.Text);
        Assert.Equal(1, page["""barograph_build_info{version="0.1.0",part="all"}"""]);
    }
}
