using System.Text.Json;

namespace Barograph.SystemTests.Site;

/// <summary>Targets, as an owner keeps them over HTTP; above all that secrets go in and never come out.</summary>
public sealed class TargetApiTests
{
    private const string Secret = "bot-token-that-nobody-may-see";

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task A_target_is_added_tried_changed_and_removed_and_its_secret_never_told(Engine engine)
    {
        await using BarographServer server = await BarographServer.StartAsync(await Place.MakeAsync(engine));
        Person owner = new(server, await Owner.SetUpAsync(server));
        List<RawAnswer> answers =
        [
            await owner.DoAsync(201, "POST", "/targets", $$"""{"name":"bot","kind":"telegram","options":{"chat":"42","url":"http://127.0.0.1:9"},"secret":"{{Secret}}"}"""),
        ];
        string id = answers[0].Json.GetProperty("id").GetRawText();

        RawAnswer test = await owner.DoAsync(200, "POST", $"/targets/{id}/test");
        Assert.False(test.Json.GetProperty("arrived").GetBoolean());
        Assert.NotEqual("", test.Json.GetProperty("failure").GetString());
        RawAnswer list = await owner.DoAsync(200, "GET", "/targets");
        JsonElement shown = Assert.Single(list.Json.EnumerateArray());
        Assert.True(shown.GetProperty("has_secret").GetBoolean());
        Assert.False(shown.GetProperty("drill_arrived").GetBoolean());
        JsonElement now = await owner.GetAsync("/alerts");
        Assert.Equal("""{"enabled":1,"failed":1}""", now.GetProperty("targets").GetRawText());

        // A secret does not follow to another place.
        RawAnswer moved = await owner.DoAsync(400, "PATCH", "/targets/" + id, """{"options":{"chat":"42","url":"http://127.0.0.1:10"}}""");
        await owner.DoAsync(204, "PATCH", "/targets/" + id, """{"options":{"chat":"42","url":"http://127.0.0.1:10"},"secret":"another","name":"Bot"}""");
        await owner.DoAsync(204, "PATCH", "/targets/" + id, """{"enabled":false}""");
        await owner.DoAsync(400, "POST", $"/targets/{id}/test");
        shown = Assert.Single((await owner.GetAsync("/targets")).EnumerateArray());
        Assert.Equal(("Bot", false, """{"chat":"42","url":"http://127.0.0.1:10"}"""),
            (shown.GetProperty("name").GetString(), shown.GetProperty("enabled").GetBoolean(), shown.GetProperty("options").GetRawText()));
        Assert.Equal("name_taken", (await owner.DoAsync(409, "POST", "/targets", """{"name":"Bot","kind":"ntfy","options":{"topic":"t"}}""")).Code);
        answers.AddRange([test, list, moved, await owner.DoAsync(200, "GET", "/targets")]);
        Assert.All(answers, answer => Assert.DoesNotContain(Secret, answer.Text, StringComparison.Ordinal));

        await owner.DoAsync(204, "DELETE", "/targets/" + id);
        await owner.DoAsync(404, "DELETE", "/targets/" + id);
        Assert.Empty((await owner.GetAsync("/targets")).EnumerateArray());
    }

    [Theory]
    [InlineData("""{"kind":"ntfy","options":{"topic":"t"}}""")]
    [InlineData("""{"name":"a","kind":"pigeon","options":{}}""")]
    [InlineData("""{"name":"a","kind":"ntfy"}""")]
    [InlineData("""{"name":"a","kind":"ntfy","options":[]}""")]
    [InlineData("""{"name":"a","kind":"ntfy","options":{"topic":1}}""")]
    [InlineData("""{"name":"a","kind":"ntfy","options":{"topic":"a\r\nX: b"}}""")]
    [InlineData("""{"name":"a","kind":"ntfy","options":{"topic":"t","password":"x"}}""")]
    [InlineData("""{"name":"a","kind":"webhook","options":{"url":"file:///etc/passwd"}}""")]
    [InlineData("""{"name":"a","kind":"telegram","options":{"chat":"1"}}""")]
    public async Task What_is_no_target_is_refused(string target)
    {
        SharedServer shared = await SharedServers.GetAsync(Engine.Sqlite);

        Assert.Equal("member_invalid", (await new Person(shared.Server, shared.Cookie).DoAsync(400, "POST", "/targets", target)).Code);
    }
}
