namespace Barograph.SystemTests;

/// <summary>Which token may report where, and what moving a device does.</summary>
public sealed class RightsTests
{
    public static readonly TheoryData<Engine> BothEngines = [Engine.Sqlite, Engine.Postgres];

    [Theory, MemberData(nameof(BothEngines))]
    public async Task A_placed_device_reports_for_its_place_only_and_moves(Engine engine)
    {
        SharedServer shared = await SharedServers.GetAsync(engine);
        (string here, string there) = (SharedServer.NewLocation("here"), SharedServer.NewLocation("there"));
        ServerApi board = shared.Server.Api(await shared.Server.AddDeviceAsync("placed-" + here, "--location", here));

        Assert.Equal(200, (await board.ReportAsync("""{"a":1}""")).Status);
        Assert.Equal(200, (await board.ReportAsync($$"""{"location":"{{here}}","a":2}""")).Status);
        AssertForbidden(await board.ReportAsync($$"""{"location":"{{there}}","a":3}"""));
        AssertForbidden(await board.ReportAsync($$"""{"location":"{{here}}/below","a":3}"""));

        await shared.Server.CommandAsync("device", "move", "placed-" + here, "--location", there);
        await Patience.UntilAsync("the move holds", async () => (await board.ReportAsync($$"""{"location":"{{there}}","a":4}""")).Status == 200);

        AssertForbidden(await board.ReportAsync($$"""{"location":"{{here}}","a":5}"""));
        Assert.Equal(200, (await board.ReportAsync("""{"a":6}""")).Status);
        // What it measured before the move belongs to the place where it stood then.
        Assert.Equal(200, (await board.ReportAsync($$"""{"time":{{TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - 3600}},"a":0}""")).Status);
        Assert.Equal([0, 1, 2], await shared.ReaderApi.ValuesAsync(here, "a"));
        Assert.Equal([4, 6], await shared.ReaderApi.ValuesAsync(there, "a"));
    }

    [Theory, MemberData(nameof(BothEngines))]
    public async Task A_prefix_reaches_the_location_and_all_below(Engine engine)
    {
        SharedServer shared = await SharedServers.GetAsync(engine);
        string house = SharedServer.NewLocation("house");
        ServerApi board = shared.Server.Api(await shared.Server.AddDeviceAsync("prefix-" + house, "--prefix", house));

        Assert.Equal(200, (await board.ReportAsync($$"""{"location":"{{house}}","a":1}""")).Status);
        Assert.Equal(200, (await board.ReportAsync($$"""{"location":"{{house}}/attic/north","a":2}""")).Status);
        AssertForbidden(await board.ReportAsync($$"""{"location":"{{house}}2","a":3}"""));
        AssertForbidden(await board.ReportAsync("""{"location":"elsewhere","a":3}"""));
        Assert.Equal(["a=1"], await shared.ReaderApi.LatestAsync(house));
        Assert.Equal(["a=2"], await shared.ReaderApi.LatestAsync(house + "/attic/north"));
    }

    [Theory, MemberData(nameof(BothEngines))]
    public async Task Of_several_reports_only_the_forbidden_is_lost(Engine engine)
    {
        SharedServer shared = await SharedServers.GetAsync(engine);
        string here = SharedServer.NewLocation("here");
        ServerApi board = shared.Server.Api(await shared.Server.AddDeviceAsync("some-" + here, "--location", here));

        RawAnswer answer = await board.ReportAsync($$"""[{"location":"elsewhere","a":1},{"location":"{{here}}","a":2},{"location":"elsewhere","a":3}]""");

        Assert.Equal(200, answer.Status);
        Assert.Equal(["0 location_forbidden", "2 location_forbidden"],
            answer.Json.GetProperty("rejected").EnumerateArray().Select(r => $"{r.GetProperty("index")} {r.GetProperty("code")}"));
        Assert.Equal([2], await shared.ReaderApi.ValuesAsync(here, "a"));
    }

    [Theory, MemberData(nameof(BothEngines))]
    public async Task A_personal_token_with_scope_write_must_say_the_location(Engine engine)
    {
        SharedServer shared = await SharedServers.GetAsync(engine);
        ServerApi writer = shared.Server.Api(shared.Writer);
        string location = SharedServer.NewLocation("script");

        RawAnswer nowhere = await writer.ReportAsync("""{"a":1}""");
        Assert.Equal((400, "location_missing"), (nowhere.Status, nowhere.Code));
        Assert.Equal(200, (await writer.ReportAsync($$"""{"location":"{{location}}","a":1}""")).Status);

        Assert.Equal(["a=1"], await writer.LatestAsync(location));
    }

    [Theory, MemberData(nameof(BothEngines))]
    public async Task A_name_with_its_token_is_as_good_as_the_bearer(Engine engine)
    {
        SharedServer shared = await SharedServers.GetAsync(engine);
        string location = SharedServer.NewLocation("basic");

        RawAnswer right = await ReportAsync(shared, RawHttp.Basic("board", shared.Board), location);
        RawAnswer wrongName = await ReportAsync(shared, RawHttp.Basic("bord", shared.Board), location);

        Assert.Equal(200, right.Status);
        Assert.Equal(401, wrongName.Status);
        Assert.Equal([1], await shared.ReaderApi.ValuesAsync(location, "a"));
    }

    [Theory, MemberData(nameof(BothEngines))]
    public async Task A_rotated_device_has_two_tokens_until_the_old_ends(Engine engine)
    {
        SharedServer shared = await SharedServers.GetAsync(engine);
        string location = SharedServer.NewLocation("rotate");
        string old = await shared.Server.AddDeviceAsync("rot-" + location, "--location", location);
        string second = (await shared.Server.CommandAsync("device", "rotate", "rot-" + location, "--json")).Token;
        await AssertBecomesAsync(shared, second, 200);
        await AssertBecomesAsync(shared, old, 200);

        string third = (await shared.Server.CommandAsync("device", "rotate", "rot-" + location, "--old-valid", "0", "--json")).Token;

        await AssertBecomesAsync(shared, second, 401);
        await AssertBecomesAsync(shared, third, 200);
    }

    private static Task<RawAnswer> ReportAsync(SharedServer shared, string authorization, string location) =>
        RawHttp.SendAsync(shared.Server.Target,
            RawHttp.Request("POST", "/api/v1/reports", $$"""{"location":"{{location}}","a":1}""", "Authorization: " + authorization), RawHttp.NewAddress());

    private static Task<TimeSpan> AssertBecomesAsync(SharedServer shared, string token, int status) =>
        Patience.UntilAsync($"the token is answered {status}", async () => (await RawHttp.SendAsync(
            shared.Server.Target, RawHttp.Request("POST", "/api/v1/reports", """{"a":1}""", "Authorization: Bearer " + token), RawHttp.NewAddress())).Status == status);

    private static void AssertForbidden(RawAnswer answer)
    {
        Assert.True(answer.Status == 403 && answer.Code == "location_forbidden", answer.ToString());
        BoardRules.AssertReadable(answer);
    }
}
