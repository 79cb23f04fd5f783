using System.Text.Json;

namespace Barograph.SystemTests.Site;

/// <summary>Accounts, their sessions and their passwords.</summary>
public sealed class AccountApiTests
{
    public static readonly TheoryData<Engine> BothEngines = [Engine.Sqlite, Engine.Postgres];

    [Theory, MemberData(nameof(BothEngines))]
    public async Task A_demoted_person_changes_nothing_from_that_moment_on_and_a_removed_one_is_out(Engine engine)
    {
        SharedServer shared = await SharedServers.GetAsync(engine);
        Person owner = new(shared.Server, shared.Cookie);
        string name = SharedServer.NewLocation("anna/b@example.org ");
        JsonElement added = (await owner.DoAsync(201, "POST", "/accounts", $$"""{"name":"{{name}}","role":"member"}""")).Json;
        Person anna = new(shared.Server, await Owner.SignInAsync(shared.Server, name, added.GetProperty("password").GetString()!));
        string path = "/accounts/" + Uri.EscapeDataString(name);

        Assert.Equal("member", (await anna.GetAsync("/me")).GetProperty("role").GetString());
        await anna.DoAsync(400, "POST", "/devices", "{}");
        await anna.DoAsync(403, "GET", "/accounts");
        await owner.DoAsync(204, "PATCH", path, """{"role":"guest"}""");
        await anna.DoAsync(403, "POST", "/devices", "{}");
        Assert.False((await anna.GetAsync("/devices"))[0].TryGetProperty("tokens", out _));
        await owner.DoAsync(204, "PATCH", path, """{"role":"owner"}""");
        await anna.DoAsync(200, "GET", "/accounts");

        await owner.DoAsync(204, "DELETE", path);
        await anna.DoAsync(401, "GET", "/me");
        await owner.DoAsync(404, "DELETE", path);
    }

    [Theory, MemberData(nameof(BothEngines))]
    public async Task A_person_sees_and_ends_their_own_sessions_only(Engine engine)
    {
        SharedServer shared = await SharedServers.GetAsync(engine);
        string name = SharedServer.NewLocation("sessions ");
        string password = (await shared.Server.CommandAsync("account", "add", name, "--role", "guest", "--json")).Json.GetProperty("password").GetString()!;
        Person laptop = new(shared.Server, await Owner.SignInAsync(shared.Server, name, password, "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Firefox/128.0"));
        Person phone = new(shared.Server, await Owner.SignInAsync(shared.Server, name, password, "User-Agent: my script 1.0"));

        JsonElement[] sessions = [.. (await phone.GetAsync("/sessions")).EnumerateArray()];
        Assert.Equal(["my script 1.0 True", "Firefox on Linux False"],
            sessions.Select(session => $"{session.GetProperty("client")} {session.GetProperty("current")}"));
        string id = sessions[1].GetProperty("id").GetString()!;
        await new Person(shared.Server, shared.Cookie).DoAsync(404, "DELETE", "/sessions/" + id);
        await laptop.DoAsync(200, "GET", "/me");

        await phone.DoAsync(204, "DELETE", "/sessions/" + id);

        await laptop.DoAsync(401, "GET", "/me");
        Assert.Single((await phone.GetAsync("/sessions")).EnumerateArray());
    }

    [Theory, MemberData(nameof(BothEngines))]
    public async Task A_new_password_ends_the_other_sessions_and_wrong_ones_do_not_lock_the_person_out(Engine engine)
    {
        SharedServer shared = await SharedServers.GetAsync(engine);
        string name = SharedServer.NewLocation("password ");
        string first = (await shared.Server.CommandAsync("account", "add", name, "--role", "guest", "--json")).Json.GetProperty("password").GetString()!;
        Person here = new(shared.Server, await Owner.SignInAsync(shared.Server, name, first));
        Person elsewhere = new(shared.Server, await Owner.SignInAsync(shared.Server, name, first));

        await here.DoAsync(403, "PUT", "/me/password", """{"old":"something else","new":"second password"}""");
        await elsewhere.DoAsync(200, "GET", "/me");
        await here.DoAsync(204, "PUT", "/me/password", $$"""{"old":"{{first}}","new":"second password"}""");

        await here.DoAsync(200, "GET", "/me");
        await elsewhere.DoAsync(401, "GET", "/me");
        Assert.Equal(401, (await Owner.PostFormAsync(shared.Server, "/signin", $"name={Uri.EscapeDataString(name)}&password={first}")).Status);

        string third = (await new Person(shared.Server, shared.Cookie).DoAsync(200, "POST", $"/accounts/{Uri.EscapeDataString(name)}/password"))
            .Json.GetProperty("password").GetString()!;
        await here.DoAsync(401, "GET", "/me");
        await new Person(shared.Server, await Owner.SignInAsync(shared.Server, name, third)).DoAsync(200, "GET", "/me");
    }

    [Theory, MemberData(nameof(BothEngines))]
    public async Task A_personal_token_is_made_used_listed_and_ended(Engine engine)
    {
        SharedServer shared = await SharedServers.GetAsync(engine);
        Person owner = new(shared.Server, shared.Cookie);
        string name = SharedServer.NewLocation("script ");

        JsonElement made = (await owner.DoAsync(201, "POST", "/tokens", $$"""{"name":"{{name}}","scope":"admin"}""")).Json;
        string bearer = made.GetProperty("token").GetString()!;
        Assert.Equal("owner", (await shared.Server.Api(bearer).GetAsync("/api/v1/me")).Json.GetProperty("role").GetString());
        Assert.Equal(403, (await shared.Server.Api(bearer).GetAsync("/api/v1/sessions")).Status);
        JsonElement listed = (await owner.GetAsync("/tokens")).EnumerateArray().Single(token => token.GetProperty("name").GetString() == name);
        Assert.Equal(("admin", false), (listed.GetProperty("scope").GetString(), listed.TryGetProperty("token", out _)));
        string path = FormattableString.Invariant($"/tokens/{made.GetProperty("id").GetInt32()}");
        Person member = await Person.AddAsync(shared.Server, name + "member", "member");
        await member.DoAsync(404, "DELETE", path);

        await owner.DoAsync(204, "DELETE", path);

        await Patience.UntilAsync("the token has ended", async () => (await shared.Server.Api(bearer).GetAsync("/api/v1/me")).Status == 401);
        Assert.DoesNotContain((await owner.GetAsync("/tokens")).EnumerateArray(), token => token.GetProperty("name").GetString() == name);
    }
}
