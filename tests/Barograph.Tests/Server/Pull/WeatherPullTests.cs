using Barograph.Ingest;
using Barograph.Model;
using Barograph.Server.Pull;
using Barograph.Storage;
using Barograph.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Barograph.Tests.Server.Pull;

/// <summary>A weather service that behaves in every way, and what becomes of it in a store.</summary>
public sealed class WeatherPullTests : IAsyncLifetime
{
    private const string Modified = "Wed, 25 Sep 2024 19:58:07 GMT";
    private const string Weather = """{"properties":{"timeseries":[{"time":"2024-09-25T20:00:00Z","data":{"instant":{"details":{"air_temperature":21.2,"relative_humidity":86.5}}}}]}}""";

    private readonly TempFolder _folder = new();
    private readonly FakeUpstream _upstream = new();
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2024, 9, 25, 20, 10, 0, TimeSpan.Zero));
    private readonly WeatherClient _client = new("mail@example.org") { Timeouts = TimeSpan.FromSeconds(2) };
    private SqliteStore _store = null!;
    private IngestPipeline _ingest = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _store = new SqliteStore(_folder.PathOf("barograph.db"), SqliteAccess.Serve, _clock);
        await _store.OpenAsync(Cancel);
        _ingest = new IngestPipeline(_store.Series, _store.Writer, new IngestLimits(), new ReceiveClock(_clock), static _ => { });
        _ingest.Start();
    }

    public async ValueTask DisposeAsync()
    {
        await _ingest.StopAsync();
        await _store.DisposeAsync();
        _client.Dispose();
        await _upstream.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task What_a_service_says_is_stored_where_its_device_stands()
    {
        _upstream.Say("200 OK", $"Last-Modified: {Modified}\r\nExpires: Wed, 25 Sep 2024 20:41:30 GMT\r\n", Weather);

        TimeSpan wait = await Pull().StepAsync(Cancel);

        Assert.Equal(["humidity 86.5 %", "temperature 21.2 Cel"], await StoredAsync());
        Assert.Equal(TimeSpan.FromMinutes(31.5) + TimeSpan.FromSeconds(1), wait);
        Assert.Equal("outside", Assert.Single(await _store.Devices.ListAsync(Cancel)).Name);
        string request = Assert.Single(_upstream.Requests);
        Assert.StartsWith("GET /weatherapi/locationforecast/2.0/compact?lat=59.9139&lon=-10.7523 HTTP/1.1\r\n", request, StringComparison.Ordinal);
        Assert.Matches(@"\r\nUser-Agent: Barograph/\d+\.\d+\.\d+ mail@example\.org\r\n", request);
        Assert.DoesNotContain("If-Modified-Since", request, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_next_time_it_is_asked_with_the_very_time_that_it_said_and_not_modified_stores_nothing()
    {
        WeatherPull pull = Pull();
        _upstream.Say("200 OK", $"Last-Modified: {Modified}\r\n", Weather);
        await pull.StepAsync(Cancel);
        _upstream.Say("304 Not Modified", "Expires: Wed, 25 Sep 2024 21:30:00 GMT\r\n", "");

        TimeSpan wait = await pull.StepAsync(Cancel);

        Assert.Contains($"\r\nIf-Modified-Since: {Modified}\r\n", _upstream.Requests[1], StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromMinutes(80) + TimeSpan.FromSeconds(1), wait);
        Assert.Equal(2, (await StoredAsync()).Count);
    }

    [Fact]
    public async Task A_version_that_will_end_is_taken_still()
    {
        _upstream.Say("203 Non-Authoritative Information", "", Weather);
        await Pull().StepAsync(Cancel);
        Assert.Equal(2, (await StoredAsync()).Count);
    }

    [Theory]
    [InlineData("403 Forbidden", "", 60, 120)]
    [InlineData("401 Unauthorized", "", 60, 120)]
    [InlineData("302 Found", "Location: http://127.0.0.1:9/\r\n", 60, 120)]
    [InlineData("429 Too Many Requests", "Retry-After: 600\r\n", 10, 10)]
    [InlineData("429 Too Many Requests", "", 1, 2)]
    [InlineData("500 Internal Server Error", "", 1, 2)]
    [InlineData("503 Service Unavailable", "Retry-After: 120\r\n", 2, 2)]
    public async Task A_refusal_and_trouble_are_waited_out_longer_each_time(string status, string headers, double firstMinutes, double secondMinutes)
    {
        WeatherPull pull = Pull();
        _upstream.Say(status, headers, "no");
        Assert.Equal(TimeSpan.FromMinutes(firstMinutes), await pull.StepAsync(Cancel));
        Assert.Equal(TimeSpan.FromMinutes(secondMinutes), await pull.StepAsync(Cancel));
        Assert.Equal(2, _upstream.Requests.Count);
        Assert.Empty(await StoredAsync());
    }

    [Fact]
    public async Task Nonsense_is_not_stored_and_asked_for_anew_without_the_time_that_came_with_it()
    {
        WeatherPull pull = Pull();
        _upstream.Say("200 OK", $"Last-Modified: {Modified}\r\n", "<html>hello</html>");
        Assert.Equal(TimeSpan.FromMinutes(30), await pull.StepAsync(Cancel));
        _upstream.Say("200 OK", "", Weather);
        await pull.StepAsync(Cancel);
        Assert.DoesNotContain("If-Modified-Since", _upstream.Requests[1], StringComparison.Ordinal);
        Assert.Equal(2, (await StoredAsync()).Count);
    }

    [Fact]
    public async Task An_answer_without_end_is_not_read_to_its_end()
    {
        _upstream.Say("200 OK", "", $"{{\"properties\":\"{new string('x', 2 << 20)}\"}}");
        Assert.Equal(TimeSpan.FromMinutes(1), await Pull().StepAsync(Cancel));
        Assert.Empty(await StoredAsync());
    }

    [Fact]
    public async Task A_service_that_says_nothing_is_not_waited_for()
    {
        Assert.Equal(TimeSpan.FromMinutes(1), await Pull().StepAsync(Cancel));
        Assert.Empty(await StoredAsync());
    }

    [Fact]
    public async Task A_service_that_is_not_there_is_asked_again_later()
    {
        await _upstream.DisposeAsync();
        Assert.Equal(TimeSpan.FromMinutes(1), await Pull().StepAsync(Cancel));
    }

    [Fact]
    public async Task A_revoked_device_ends_it()
    {
        _upstream.Say("200 OK", "", Weather);
        WeatherPull pull = Pull();
        await pull.StepAsync(Cancel);
        Device device = Assert.Single(await _store.Devices.ListAsync(Cancel));
        await _store.Devices.RevokeAsync(device.Id, Instant.Now(_clock), Cancel);
        await pull.StepAsync(Cancel);
        Assert.Single(_upstream.Requests);
    }

    [Fact]
    public async Task A_part_that_may_not_add_devices_waits_for_one()
    {
        _upstream.Say("200 OK", "", Weather);
        await Pull(mayAdd: false).StepAsync(Cancel);
        Assert.Empty(_upstream.Requests);
    }

    private WeatherPull Pull(bool mayAdd = true)
    {
        var source = new WeatherSource(WeatherProvider.MetNorway, _upstream.Address, 59.91386, -10.752251, "outside");
        return new WeatherPull(source, null, _client, new PullTimes(static () => 0), new PullTarget(_store, mayAdd, _ingest, _clock, NullLogger.Instance));
    }

    private async Task<List<string>> StoredAsync() =>
        [.. (await _store.Reader.LatestAsync("outside", Cancel)).Select(sample => string.Create(
            System.Globalization.CultureInfo.InvariantCulture, $"{sample.Series.Key.Metric} {sample.Value} {sample.Series.Unit}"))];
}
