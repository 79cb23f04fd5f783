using System.Globalization;
using System.Text.Json;

namespace Barograph.SystemTests.Site;

/// <summary>Rules and mutes, as a person keeps them over HTTP.</summary>
public sealed class AlertApiTests
{
    public static readonly TheoryData<Engine> BothEngines = [Engine.Sqlite, Engine.Postgres];

    [Theory, MemberData(nameof(BothEngines))]
    public async Task A_rule_is_added_changed_and_removed(Engine engine)
    {
        SharedServer shared = await SharedServers.GetAsync(engine);
        Person owner = new(shared.Server, shared.Cookie);
        string here = SharedServer.NewLocation("rule");

        JsonElement added = (await owner.DoAsync(201, "POST", "/rules",
            $$"""{"location":"{{here}}","metric":"temperature","kind":"outside","threshold":18,"upper":24,"hysteresis":0.5,"for":10,"keep_firing_for":60,"repeat_every":900,"urgent":true}""")).Json;
        string id = added.GetProperty("id").GetRawText();
        Assert.Equal($"{here}/temperature outside 18 to 24 hysteresis 0.5 for 10s keep 1m repeat 15m urgent", added.GetProperty("text").GetString());
        Assert.False(added.GetProperty("default").GetBoolean());

        JsonElement changed = (await owner.DoAsync(200, "PATCH", "/rules/" + id, """{"for":90,"repeat_every":null,"enabled":false}""")).Json;
        Assert.Equal($"{here}/temperature outside 18 to 24 hysteresis 0.5 for 1m30s keep 1m urgent", changed.GetProperty("text").GetString());
        Assert.Equal(changed.GetRawText(), (await RuleAsync(owner, id)).GetRawText());
        Assert.False(changed.GetProperty("enabled").GetBoolean());
        // What was asked of values means nothing to silence.
        JsonElement silent = (await owner.DoAsync(200, "PATCH", "/rules/" + id, """{"kind":"silent","within":7200,"enabled":true}""")).Json;
        Assert.Equal($"{here}/temperature silent for 2h urgent", silent.GetProperty("text").GetString());

        await owner.DoAsync(204, "DELETE", "/rules/" + id);
        await owner.DoAsync(404, "DELETE", "/rules/" + id);
        await owner.DoAsync(404, "PATCH", "/rules/" + id, """{"urgent":true}""");
        await owner.DoAsync(404, "PATCH", "/rules/x", """{"urgent":true}""");
    }

    [Theory, MemberData(nameof(BothEngines))]
    public async Task Those_that_came_with_the_store_are_there(Engine engine)
    {
        SharedServer shared = await SharedServers.GetAsync(engine);

        JsonElement[] given = [.. (await new Person(shared.Server, shared.Cookie).GetAsync("/rules")).EnumerateArray().Where(rule => rule.GetProperty("default").GetBoolean())];

        Assert.Contains("*/wetness above 0.5 repeat 15m urgent", given.Select(rule => rule.GetProperty("text").GetString()));
        Assert.Contains(given, rule => rule.GetProperty("text").GetString()!.StartsWith("*/* silent repeat ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"metric":"a","kind":"above","threshold":1}""")]
    [InlineData("""{"location":"a","metric":"a"}""")]
    [InlineData("""{"location":"a","metric":"a","kind":"wet"}""")]
    [InlineData("""{"location":"/a","metric":"a","kind":"above"}""")]
    [InlineData("""{"location":"a\u202e","metric":"a","kind":"above"}""")]
    [InlineData("""{"location":"a","metric":"a b","kind":"above"}""")]
    [InlineData("""{"location":"a","metric":"a","kind":"above","threshold":"1"}""")]
    [InlineData("""{"location":"a","metric":"a","kind":"above","threshold":1e999}""")]
    [InlineData("""{"location":"a","metric":"a","kind":"above","for":-1}""")]
    [InlineData("""{"location":"a","metric":"a","kind":"above","for":1e300}""")]
    [InlineData("""{"location":"a","metric":"a","kind":"outside","threshold":2,"upper":1}""")]
    [InlineData("""{"location":"a","metric":"a","kind":"rises","threshold":2}""")]
    [InlineData("""{"location":"a","metric":"a","kind":"silent","for":10}""")]
    [InlineData("""{"location":"a","metric":"a","kind":"above","repeat_every":5}""")]
    [InlineData("""{"location":"a","metric":"a","kind":"above","thresold":1}""")]
    public async Task What_is_no_rule_is_refused_with_a_sentence(string rule)
    {
        SharedServer shared = await SharedServers.GetAsync(Engine.Sqlite);
        Person owner = new(shared.Server, shared.Cookie);

        foreach (string path in (string[])["/rules", "/rules/preview"])
        {
            RawAnswer answer = await owner.SendAsync("POST", path, rule);
            Assert.True(answer.Status == 400 && answer.Code is "member_invalid" or "body_not_json", answer.ToString());
        }
    }

    [Theory, MemberData(nameof(BothEngines))]
    public async Task A_rule_is_tried_on_the_readings_that_are_there(Engine engine)
    {
        SharedServer shared = await SharedServers.GetAsync(engine);
        Person owner = new(shared.Server, shared.Cookie);
        string here = SharedServer.NewLocation("preview");
        long now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds(), start = now - 86_400;
        // Each minute for an hour: high from the 10th minute to the 20th, for one reading at the 30th, and nothing more after the hour.
        IEnumerable<string> reports = Enumerable.Range(0, 60).Select(minute => string.Create(CultureInfo.InvariantCulture,
            $$"""{"location":"{{here}}","time":{{start + 60 * minute}},"level":{{(minute is >= 10 and < 20 or 30 ? 8 : 2)}} }"""));
        Assert.Equal(200, (await shared.BoardApi.ReportAsync($"[{string.Join(',', reports)}]")).Status);

        Assert.Equal(["1800-1860", "600-1200"], await PreviewAsync("\"kind\":\"above\",\"threshold\":5"));
        Assert.Equal(["600-1200"], await PreviewAsync("\"kind\":\"above\",\"threshold\":5,\"for\":120"));
        Assert.Equal(["1800-1860", "600-660"], await PreviewAsync("\"kind\":\"rises\",\"threshold\":5,\"within\":60"));
        Assert.Equal(["3540-"], await PreviewAsync("\"kind\":\"silent\",\"within\":3600"));
        Assert.Empty(await PreviewAsync("\"kind\":\"above\",\"threshold\":9"));
        Assert.Equal(400, (await owner.SendAsync("POST", "/rules/preview", """{"location":"a","metric":"a","kind":"above","days":0}""")).Status);

        async Task<string[]> PreviewAsync(string asked)
        {
            JsonElement answer = (await owner.DoAsync(200, "POST", "/rules/preview", $$"""{"location":"{{here}}","metric":"lev*",{{asked}},"days":2}""")).Json;
            Assert.Equal((1, 1), (answer.GetProperty("series").GetInt32(), answer.GetProperty("judged").GetInt32()));
            return [.. answer.GetProperty("alerts").EnumerateArray().Select(alert => string.Create(CultureInfo.InvariantCulture, $"{Seconds(alert, "started")}-{Seconds(alert, "ended")}"))];
        }

        long? Seconds(JsonElement alert, string name) =>
            alert.GetProperty(name).GetString() is { } time ? DateTimeOffset.Parse(time, CultureInfo.InvariantCulture).ToUnixTimeSeconds() - start : null;
    }

    [Theory, MemberData(nameof(BothEngines))]
    public async Task A_mute_lasts_for_a_time_and_is_ended(Engine engine)
    {
        SharedServer shared = await SharedServers.GetAsync(engine);
        Person owner = new(shared.Server, shared.Cookie);
        string here = SharedServer.NewLocation("mute");

        JsonElement mute = (await owner.DoAsync(201, "POST", "/mutes", $$"""{"location":"{{here}}","metric":"*","sort":"values","seconds":3600,"reason":" The floor is being washed "}""")).Json;
        Assert.Equal((Owner.Name, "The floor is being washed"), (mute.GetProperty("created_by").GetString(), mute.GetProperty("reason").GetString()));
        double left = (mute.GetProperty("until").GetDateTimeOffset() - mute.GetProperty("created").GetDateTimeOffset()).TotalSeconds;
        Assert.Equal(3600, left, 3);
        JsonElement open = (await owner.DoAsync(201, "POST", "/mutes", $$"""{"location":"{{here}}","metric":"*","reason":"Away"}""")).Json;
        Assert.Equal(JsonValueKind.Null, open.GetProperty("until").ValueKind);
        Assert.Equal(2, (await owner.GetAsync("/mutes")).EnumerateArray().Count(one => one.GetProperty("location").GetString() == here));

        foreach (JsonElement one in (JsonElement[])[mute, open])
            await owner.DoAsync(204, "DELETE", "/mutes/" + one.GetProperty("id").GetRawText());
        await owner.DoAsync(404, "DELETE", "/mutes/" + mute.GetProperty("id").GetRawText());
        Assert.DoesNotContain((await owner.GetAsync("/mutes")).EnumerateArray(), one => one.GetProperty("location").GetString() == here);
    }

    [Theory]
    [InlineData("""{"location":"a","metric":"a"}""")]
    [InlineData("""{"location":"a","metric":"a","reason":" "}""")]
    [InlineData("""{"location":"a","metric":"a","reason":"a\u200bb"}""")]
    [InlineData("""{"location":"a","metric":"a","reason":"a","sort":"all"}""")]
    [InlineData("""{"location":"a","metric":"a","reason":"a","until":"2020-01-01T00:00:00Z"}""")]
    [InlineData("""{"location":"a","metric":"a","reason":"a","seconds":0}""")]
    [InlineData("""{"location":"a","metric":"a","reason":"a","seconds":60,"until":"2999-01-01T00:00:00Z"}""")]
    public async Task What_is_no_mute_is_refused(string mute)
    {
        SharedServer shared = await SharedServers.GetAsync(Engine.Sqlite);

        Assert.Equal("member_invalid", (await new Person(shared.Server, shared.Cookie).DoAsync(400, "POST", "/mutes", mute)).Code);
    }

    private static async Task<JsonElement> RuleAsync(Person person, string id) =>
        (await person.GetAsync("/rules")).EnumerateArray().Single(rule => rule.GetProperty("id").GetRawText() == id);
}
