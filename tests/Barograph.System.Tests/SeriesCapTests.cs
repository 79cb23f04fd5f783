namespace Barograph.SystemTests;

/// <summary>A token may create 500 series, so that a stolen board cannot flood the catalog.</summary>
public sealed class SeriesCapTests(ITestOutputHelper output)
{
    private const int Cap = 500;

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task The_cap_holds_under_concurrency(Engine engine)
    {
        SharedServer shared = await SharedServers.GetAsync(engine);
        string location = SharedServer.NewLocation("cap");
        string token = await shared.Server.AddDeviceAsync(location, "--any-location");

        Assert.Equal(200, (await RawHttp.SendAsync(shared.Server.Target, Report(token, location, 0))).Status);

        // Each request wants three series; in all three times as many as the cap.
        FloodResult flood = await Flood.RunAsync([shared.Server.Target], Cap, number => Report(token, location, number));

        output.WriteLine($"{engine}: {flood}, {flood.Stored} values stored");
        RawAnswer series = await shared.ReaderApi.GetAsync("/api/v1/series");
        int made = series.Json.EnumerateArray().Count(one => one.GetProperty("location").GetString()!.StartsWith(location + "/", StringComparison.Ordinal));
        Assert.Equal(Cap, made);
        Assert.Equal(Cap - 3, flood.Stored);
        Assert.True(flood.Count(422) > 0, "nothing was refused");

        // What exists goes on; another token may still create.
        Assert.Equal(200, (await RawHttp.SendAsync(shared.Server.Target, Report(token, location, 0))).Status);
        Assert.Equal(200, (await shared.BoardApi.ReportAsync($$"""{"location":"{{location}}-other","a":1}""")).Status);
        RawAnswer refused = await RawHttp.SendAsync(shared.Server.Target, Report(token, location, 1_000_000));
        Assert.Equal((422, "series_limit"), (refused.Status, refused.Code));
    }

    private static byte[] Report(string token, string location, int number) => RawHttp.Request(
        "POST", "/api/v1/reports", $$"""{"location":"{{location}}/{{number}}","a":1,"b":2,"c":3}""", "Authorization: Bearer " + token);
}
