using System.Text.Json;

namespace Barograph.SystemTests.Site;

/// <summary>What a person does with boards in the browser.</summary>
public sealed class DeviceApiTests
{
    public static readonly TheoryData<Engine> BothEngines = [Engine.Sqlite, Engine.Postgres];

    [Theory, MemberData(nameof(BothEngines))]
    public async Task A_board_is_added_reports_at_once_and_is_replaced_without_cutting_the_history(Engine engine)
    {
        SharedServer shared = await SharedServers.GetAsync(engine);
        Person owner = new(shared.Server, shared.Cookie);
        string here = SharedServer.NewLocation("site/add"), name = here.Replace('/', '-');

        JsonElement added = (await owner.DoAsync(201, "POST", "/devices", $$"""{"name":"{{name}}","location":"{{here}}"}""")).Json;
        Assert.Equal((name, here), (added.GetProperty("name").GetString(), added.GetProperty("location").GetString()));
        Assert.Equal(200, (await ReportAsync(shared, added, 1)).Status);
        JsonElement second = (await owner.DoAsync(201, "POST", $"/devices/{name}/replace")).Json;
        Assert.Equal((name + "-2", here), (second.GetProperty("name").GetString(), second.GetProperty("location").GetString()));
        Assert.Equal(200, (await ReportAsync(shared, second, 2)).Status);
        await Patience.UntilAsync("the old token has ended", async () => (await ReportAsync(shared, added, 9)).Status == 401);

        Assert.DoesNotContain(9, (await shared.ReaderApi.ValuesAsync(here, "a"))[^1..]);
        JsonElement old = await owner.DeviceAsync(name), now = await owner.DeviceAsync(name + "-2");
        string? seam = old.GetProperty("revoked_at").GetString();
        Assert.NotNull(seam);
        Assert.Equal($$"""[{"location":"{{here}}","from":null,"until":"{{seam}}"}]""", old.GetProperty("placements").GetRawText());
        Assert.Equal($$"""[{"location":"{{here}}","from":"{{seam}}","until":null}]""", now.GetProperty("placements").GetRawText());
        Assert.Equal((here, here), (old.GetProperty("location").GetString(), now.GetProperty("location").GetString()));
        Assert.Equal((0, 1), (old.GetProperty("tokens").GetArrayLength(), now.GetProperty("tokens").GetArrayLength()));
        Assert.Equal("device_revoked", (await owner.DoAsync(409, "POST", $"/devices/{name}/replace")).Code);
    }

    [Theory, MemberData(nameof(BothEngines))]
    public async Task A_board_is_moved_rotated_and_revoked(Engine engine)
    {
        SharedServer shared = await SharedServers.GetAsync(engine);
        Person owner = new(shared.Server, shared.Cookie);
        string here = SharedServer.NewLocation("moved"), there = here + "/there";
        JsonElement added = (await owner.DoAsync(201, "POST", "/devices", $$"""{"name":"{{here}}"}""")).Json;

        await owner.DoAsync(204, "POST", $"/devices/{here}/move", $$"""{"location":"{{there}}"}""");
        JsonElement rotated = (await owner.DoAsync(200, "POST", $"/devices/{here}/rotate", """{"old_valid":"0"}""")).Json;

        Assert.Equal(there, rotated.GetProperty("location").GetString());
        Assert.Equal(200, (await ReportAsync(shared, rotated, 1)).Status);
        await Patience.UntilAsync("the old token has ended", async () => (await ReportAsync(shared, added, 2)).Status == 401);
        int id = Assert.Single((await owner.DeviceAsync(here)).GetProperty("tokens").EnumerateArray()).GetProperty("id").GetInt32();
        await owner.DoAsync(204, "DELETE", FormattableString.Invariant($"/tokens/{id}"));
        Assert.Equal("token_ended", (await owner.DoAsync(409, "DELETE", FormattableString.Invariant($"/tokens/{id}"))).Code);
        await Patience.UntilAsync("the token has ended", async () => (await ReportAsync(shared, rotated, 3)).Status == 401);
        await owner.DoAsync(204, "DELETE", "/devices/" + here);
        await owner.DoAsync(204, "DELETE", "/devices/" + here);
        Assert.True((await owner.DeviceAsync(here)).GetProperty("revoked").GetBoolean());
        Assert.Equal("device_revoked", (await owner.DoAsync(409, "POST", $"/devices/{here}/rotate")).Code);
    }

    [Theory, MemberData(nameof(BothEngines))]
    public async Task Boards_with_a_prefix_or_any_location_keep_their_reach_when_replaced(Engine engine)
    {
        SharedServer shared = await SharedServers.GetAsync(engine);
        Person owner = new(shared.Server, shared.Cookie);
        string house = SharedServer.NewLocation("reach");
        await owner.DoAsync(201, "POST", "/devices", $$"""{"name":"{{house}}p","prefix":"{{house}}"}""");
        await owner.DoAsync(201, "POST", "/devices", $$"""{"name":"{{house}}a","any_location":true}""");

        await owner.DoAsync(201, "POST", $"/devices/{house}p/replace", $$"""{"name":"{{house}}p new"}""");
        await owner.DoAsync(201, "POST", $"/devices/{house}a/replace");

        Assert.Equal($"prefix {house}", await ReachAsync($"{house}p new"));
        Assert.Equal("any ", await ReachAsync($"{house}a-2"));

        async Task<string> ReachAsync(string name)
        {
            JsonElement token = Assert.Single((await owner.DeviceAsync(name)).GetProperty("tokens").EnumerateArray());
            return $"{token.GetProperty("reach").GetString()} {token.GetProperty("prefix").GetString()}";
        }
    }

    [Theory, MemberData(nameof(BothEngines))]
    public async Task A_location_gets_a_title_a_zone_and_is_hidden_and_a_series_gets_its_unit_once(Engine engine)
    {
        SharedServer shared = await SharedServers.GetAsync(engine);
        Person member = await Person.AddAsync(shared.Server, SharedServer.NewLocation("member"), "member");
        string key = SharedServer.NewLocation("Küche/titled");
        string path = "/locations/" + string.Join('/', key.Split('/').Select(Uri.EscapeDataString));
        Assert.Equal(200, (await shared.BoardApi.ReportAsync($$"""{"location":"{{key}}","a":50}""")).Status);

        await member.DoAsync(204, "PATCH", path, """{"title":" Küche <b> ","zone":"Europe/Berlin"}""");
        await member.DoAsync(204, "PATCH", "/locations/" + Uri.EscapeDataString(key), """{"hidden":true}""");
        JsonElement location = (await member.GetAsync("/locations")).EnumerateArray().Single(one => one.GetProperty("key").GetString() == key);
        Assert.Equal("Küche <b> Europe/Berlin True",
            $"{location.GetProperty("title")} {location.GetProperty("zone")} {location.GetProperty("hidden")}");
        Assert.Equal("not_found", (await member.DoAsync(404, "PATCH", path + "x", """{"hidden":true}""")).Code);

        int id = (await member.GetAsync("/series?location=" + Uri.EscapeDataString(key)))[0].GetProperty("id").GetInt32();
        await member.DoAsync(204, "PATCH", FormattableString.Invariant($"/series/{id}"), """{"unit":"°F"}""");
        await member.DoAsync(204, "PATCH", FormattableString.Invariant($"/series/{id}"), """{"unit":"degF"}""");
        Assert.Equal("unit_settled", (await member.DoAsync(409, "PATCH", FormattableString.Invariant($"/series/{id}"), """{"unit":"Cel"}""")).Code);
        // From now on the board's values are converted to it.
        await Patience.UntilAsync("the unit is known to ingest", async () =>
        {
            await shared.BoardApi.ReportAsync($$"""{"location":"{{key}}","values":{"a":10},"units":{"a":"Cel"} }""");
            return (await shared.ReaderApi.LatestAsync(key))[0] == "a=50 degF";
        });
    }

    private static Task<RawAnswer> ReportAsync(SharedServer shared, JsonElement device, int value) =>
        shared.Server.Api(device.GetProperty("token").GetString()).ReportAsync($$"""{"a":{{value}} }""");
}
