using System.Text.Json;

namespace Barograph.SystemTests.Harness;

/// <summary>The HTTP API seen with one credential; every call is a connection of its own.</summary>
public sealed class ServerApi(BarographServer server, string? authorization)
{
    private string[] Headers => authorization is null ? [] : ["Authorization: " + authorization];

    public Task<RawAnswer> GetAsync(string path, params string[] headers) =>
        RawHttp.SendAsync(server.Target, RawHttp.Request("GET", path, (byte[]?)null, [.. Headers, .. headers]));

    public Task<RawAnswer> PostAsync(string path, string body, params string[] headers) =>
        RawHttp.SendAsync(server.Target, RawHttp.Request("POST", path, body, [.. Headers, .. headers]));

    public Task<RawAnswer> PostAsync(string path, byte[] body, params string[] headers) =>
        RawHttp.SendAsync(server.Target, RawHttp.Request("POST", path, body, [.. Headers, .. headers]));

    /// <summary>Posts to <c>/api/v1/reports</c>.</summary>
    public Task<RawAnswer> ReportAsync(string json, params string[] headers) => PostAsync("/api/v1/reports", json, headers);

    /// <summary>The latest sample of each metric of a location: "metric=value unit", ordered.</summary>
    public async Task<string[]> LatestAsync(string location)
    {
        RawAnswer answer = await GetAsync("/api/v1/latest?location=" + Uri.EscapeDataString(location));
        Assert.Equal(200, answer.Status);
        return [.. answer.Json.EnumerateArray()
            .Select(sample => $"{sample.GetProperty("metric").GetString()}={sample.GetProperty("value").GetRawText()}{Unit(sample)}")
            .Order(StringComparer.Ordinal)];
    }

    /// <summary>All samples of a series, by time; empty if there is no such series.</summary>
    public async Task<List<(decimal Time, double Value)>> SamplesAsync(string location, string metric)
    {
        RawAnswer answer = await GetAsync(
            $"/api/v1/samples?location={Uri.EscapeDataString(location)}&metric={metric}&from=0&to=253402300799");
        if (answer.Status == 404 && answer.Code == "series_unknown")
            return [];
        Assert.True(answer.Status == 200, answer.ToString());
        JsonElement json = answer.Json;
        return [.. json.GetProperty("time").EnumerateArray().Select(time => time.GetDecimal())
            .Zip(json.GetProperty("value").EnumerateArray().Select(value => value.GetDouble()))];
    }

    /// <summary>The values of a series, by time.</summary>
    public async Task<List<double>> ValuesAsync(string location, string metric) =>
        [.. (await SamplesAsync(location, metric)).Select(sample => sample.Value)];

    private static string Unit(JsonElement sample) => sample.GetProperty("unit").GetString() is { } unit ? " " + unit : "";
}
