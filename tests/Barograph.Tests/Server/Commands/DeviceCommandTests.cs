using System.Text.Json;
using Barograph.Model;
using Barograph.Server.Auth;
using Barograph.Storage;
using Microsoft.Extensions.Time.Testing;

namespace Barograph.Tests.Server.Commands;

public sealed class DeviceCommandTests : IAsyncDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private readonly CommandRig _rig = new() { Clock = new FakeTimeProvider(Noon) };

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Theory]
    [InlineData(null, null, TokenReach.Placement, null, "desk")]
    [InlineData("--location", " house/top ", TokenReach.Placement, null, "house/top")]
    [InlineData("--prefix", "house", TokenReach.Prefix, "house", "desk")]
    [InlineData("--any-location", null, TokenReach.Any, null, "desk")]
    public async Task A_new_device_gets_a_token_of_the_asked_reach(string? option, string? value, TokenReach reach, string? prefix, string location)
    {
        await _rig.WithStoreAsync();
        JsonElement answer = await _rig.JsonAsync([.. new[] { "device", "add", "desk", option, value }.OfType<string>()]);
        string secret = answer.GetProperty("token").GetString()!;
        Token token = Assert.Single(await _rig.TokensAsync());
        Assert.Equal((TokenKind.Random, TokenText.Hash(secret), TokenScope.Report), (token.Kind, token.Hash, token.Scope));
        Assert.Equal((reach, prefix), (token.Reach, token.Prefix));
        Assert.Equal(location, (await _rig.DeviceAsync("desk")).LocationAt(Instant.Now(_rig.Clock)));
    }

    [Fact]
    public async Task The_token_is_printed_once_with_a_line_that_posts()
    {
        await _rig.WithStoreAsync();
        CommandRig.Outcome outcome = await _rig.RunAsync("device", "add", "desk", "--prefix", "it's");
        Token token = Assert.Single(await _rig.TokensAsync());
        string secret = outcome.Out.Split('\n').Single(line => TokenText.HasForm(line.Trim())).Trim();
        Assert.Equal(token.Hash, TokenText.Hash(secret));
        Assert.Contains(
            $"curl -H 'Authorization: Bearer {secret}' -d '" + """{"location":"it\u0027s","values":{"temperature":21.4}}' http://localhost:8013/api/v1/reports""",
            outcome.Out, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, (await _rig.RunAsync("device", "list")).Out, StringComparison.Ordinal);
        Assert.DoesNotContain(token.Hash, (await _rig.RunAsync("device", "list", "--json")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_flashed_password_becomes_the_credential_and_no_token_is_made()
    {
        await _rig.WithStoreAsync();
        CommandRig.Outcome outcome = await _rig.RunWithInputAsync(
            " pä \r\nsecond line\n", "device", "add", "esp32", "--username", "esp32", "--password-stdin", "--any-location", "--json");
        JsonElement answer = JsonElement.Parse(outcome.Out);
        Assert.Equal((0, JsonValueKind.Null), (outcome.Exit, answer.GetProperty("token").ValueKind));
        Token token = Assert.Single(await _rig.TokensAsync());
        Assert.Equal((TokenKind.Password, TokenReach.Any), (token.Kind, token.Reach));
        Assert.True(PasswordHashing.Verify(token.Hash, " pä "));
        Assert.Null((await _rig.DeviceAsync("esp32")).Username);
    }

    [Fact]
    public async Task A_username_of_its_own_is_kept()
    {
        await _rig.WithStoreAsync();
        await _rig.RunWithInputAsync("x", "device", "add", "board", "--username", "esp32", "--password-stdin");
        Assert.Equal("esp32", (await _rig.DeviceAsync("board")).Username);
        CommandRig.Outcome taken = await _rig.RunAsync("device", "add", "esp32");
        Assert.Equal((1, "error: The name \"esp32\" is taken; a revoked device keeps its name. Choose another.\n"), (taken.Exit, taken.Error));
    }

    [Fact]
    public async Task Without_a_terminal_a_username_needs_the_password_on_standard_input()
    {
        await _rig.WithStoreAsync();
        CommandRig.Outcome outcome = await _rig.RunAsync("device", "add", "board", "--username", "u");
        Assert.Equal(2, outcome.Exit);
        Assert.Contains("--password-stdin", outcome.Error, StringComparison.Ordinal);
        Assert.Empty(await _rig.TokensAsync());
    }

    [Fact]
    public async Task At_a_terminal_the_password_is_asked_for()
    {
        await _rig.WithStoreAsync();
        _rig.AskPassword = prompt => prompt == "Password of the device" ? "typed" : "";
        Assert.Equal(0, (await _rig.RunAsync("device", "add", "board", "--username", "u")).Exit);
        Assert.True(PasswordHashing.Verify(Assert.Single(await _rig.TokensAsync()).Hash, "typed"));
    }

    [Theory]
    [InlineData("a/b")]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("a#b")]
    [InlineData("a\u0007b")]
    [InlineData("a\u202Eb")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public async Task A_name_that_could_not_be_a_location_is_refused(string name)
    {
        await _rig.WithStoreAsync();
        CommandRig.Outcome outcome = await _rig.RunAsync("device", "add", name);
        Assert.Equal(2, outcome.Exit);
        Assert.StartsWith("error: The name ", outcome.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--location", "a//b")]
    [InlineData("--location", "")]
    [InlineData("--prefix", "a/")]
    [InlineData("--prefix", "+")]
    public async Task A_place_that_is_no_location_is_refused(string option, string place)
    {
        await _rig.WithStoreAsync();
        CommandRig.Outcome outcome = await _rig.RunAsync("device", "add", "d", option, place);
        Assert.Equal(2, outcome.Exit);
        Assert.StartsWith($"error: {option} cannot be used. The location", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_one_reach_may_be_given()
    {
        await _rig.WithStoreAsync();
        CommandRig.Outcome outcome = await _rig.RunAsync("device", "add", "d", "--location", "a", "--any-location");
        Assert.Equal((2, "error: Give only one of --location, --prefix and --any-location.\n"), (outcome.Exit, outcome.Error));
    }

    [Theory]
    [InlineData("a:b", null)]
    [InlineData("a", "u:v")]
    public async Task A_colon_cannot_be_sent_by_basic_authentication(string name, string? username)
    {
        await _rig.WithStoreAsync();
        string[] asUser = username is null ? [] : ["--username", username];
        CommandRig.Outcome outcome = await _rig.RunWithInputAsync("p", ["device", "add", name, "--password-stdin", .. asUser]);
        Assert.Contains("colon", outcome.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await _rig.RunAsync("device", "add", name, "--location", "x")).Exit);
    }

    [Fact]
    public async Task A_name_may_begin_with_an_at_sign_and_reads_no_file()
    {
        await _rig.WithStoreAsync();
        Assert.Equal(0, (await _rig.RunAsync("device", "add", "@garden")).Exit);
        Assert.Equal("@garden", (await _rig.DeviceAsync("@garden")).Name);
    }

    [Fact]
    public async Task Moving_keeps_where_it_stood_before()
    {
        await _rig.WithStoreAsync();
        await _rig.RunAsync("device", "add", "board", "--location", "desk");
        Assert.Equal("basement", (await _rig.JsonAsync("device", "move", "board", "--location", "basement")).GetProperty("location").GetString());
        Device device = await _rig.DeviceAsync("board");
        Instant now = Instant.Now(_rig.Clock);
        Assert.Equal(("desk", "basement"), (device.LocationAt(now - TimeSpan.FromSeconds(1)), device.LocationAt(now)));
    }

    [Theory]
    [InlineData("7d", 7 * 24)]
    [InlineData("12h", 12)]
    [InlineData("30m", 0.5)]
    [InlineData("0", 0)]
    public async Task Rotating_lets_the_old_credentials_live_on_for_a_while(string oldValid, double hours)
    {
        await _rig.WithStoreAsync();
        await _rig.RunWithInputAsync("flashed", "device", "add", "board", "--prefix", "p", "--password-stdin");
        string secret = (await _rig.JsonAsync("device", "rotate", "board", "--old-valid", oldValid)).GetProperty("token").GetString()!;
        IReadOnlyList<Token> tokens = await _rig.TokensAsync();
        Assert.Equal(Instant.Now(_rig.Clock) + TimeSpan.FromHours(hours), tokens[0].ExpiresAt);
        Assert.Equal((TokenKind.Random, TokenReach.Prefix, "p", (Instant?)null), (tokens[1].Kind, tokens[1].Reach, tokens[1].Prefix, tokens[1].ExpiresAt));
        Assert.Equal(TokenText.Hash(secret), tokens[1].Hash);
    }

    [Fact]
    public async Task Rotating_gives_seven_days_unless_told_otherwise()
    {
        await _rig.WithStoreAsync();
        await _rig.RunAsync("device", "add", "board");
        JsonElement answer = await _rig.JsonAsync("device", "rotate", "board");
        Assert.Equal("2026-11-29T12:00:00Z", answer.GetProperty("old_valid_until").GetString());
    }

    [Theory]
    [InlineData("device", "rotate", "board", "--old-valid", "soon")]
    [InlineData("device", "rotate", "board", "--old-valid", "-1d")]
    [InlineData("device", "rotate", "board", "--old-valid", "99999d")]
    [InlineData("device", "rotate", "nobody")]
    [InlineData("device", "move", "board")]
    [InlineData("device", "move", "nobody", "--location", "x")]
    [InlineData("device", "revoke", "nobody")]
    [InlineData("device", "revoke", "board", "--token", "99")]
    [InlineData("device", "revoke", "board", "--token", "x")]
    public async Task A_mistaken_change_fails_with_one_line_and_changes_nothing(params string[] args)
    {
        await _rig.WithStoreAsync();
        await _rig.RunAsync("device", "add", "board");
        CommandRig.Outcome outcome = await _rig.RunAsync(args);
        Assert.NotEqual(0, outcome.Exit);
        Assert.Equal("", outcome.Out);
        Assert.Equal(1, outcome.Error.Count(c => c == '\n'));
        Assert.Null(Assert.Single(await _rig.TokensAsync()).ExpiresAt);
    }

    [Fact]
    public async Task A_revoked_device_has_no_live_token_and_keeps_its_name()
    {
        await _rig.WithStoreAsync();
        await _rig.RunAsync("device", "add", "board");
        await _rig.RunAsync("device", "rotate", "board");
        await _rig.RunAsync("device", "revoke", "board");
        Instant now = Instant.Now(_rig.Clock);
        Assert.All(await _rig.TokensAsync(), token => Assert.False(token.IsLive(now)));
        Assert.Contains("is taken", (await _rig.RunAsync("device", "add", "board")).Error, StringComparison.Ordinal);
        Assert.Contains("was revoked at 2026-11-22T12:00:00Z", (await _rig.RunAsync("device", "rotate", "board")).Error, StringComparison.Ordinal);
        Assert.Equal(0, (await _rig.RunAsync("device", "revoke", "board")).Exit);
    }

    [Fact]
    public async Task One_token_can_be_revoked_alone_and_only_of_its_own_device()
    {
        await _rig.WithStoreAsync();
        await _rig.RunAsync("device", "add", "a");
        await _rig.RunAsync("device", "add", "b");
        await _rig.RunAsync("device", "rotate", "a");
        Assert.Equal(1, (await _rig.RunAsync("device", "revoke", "b", "--token", "1")).Exit);
        Assert.Equal(0, (await _rig.RunAsync("device", "revoke", "a", "--token", "1")).Exit);
        Assert.Contains("has ended already", (await _rig.RunAsync("device", "revoke", "a", "--token", "1")).Error, StringComparison.Ordinal);
        Instant now = Instant.Now(_rig.Clock);
        Assert.Equal([false, true, true], (await _rig.TokensAsync()).Select(token => token.IsLive(now)));
    }

    [Fact]
    public async Task The_list_shows_activity_and_tokens()
    {
        await _rig.WithStoreAsync();
        await _rig.RunAsync("device", "add", "board", "--location", "desk");
        int id = (await _rig.DeviceAsync("board")).Id;
        await _rig.LookAsync(async store =>
        {
            await store.Activity.AppendAsync([new DeviceActivity(id, Instant.FromDateTime(Noon.UtcDateTime), 10, 40, 2, 1)], [], CancellationToken.None);
            return true;
        });
        JsonElement device = Assert.Single((await _rig.JsonAsync("device", "list")).EnumerateArray());
        Assert.Equal("2026-11-22T12:00:00Z", device.GetProperty("last_seen").GetString());
        Assert.Equal((10, 40, 2, 1), (Number(device, "reports"), Number(device, "samples"), Number(device, "rejected"), Number(device, "clock_faults")));
        Assert.Equal(
            "NAME   LOCATION  TOKENS                     LAST SEEN             REPORTS  REJECTED  CLOCK FAULTS\n"
            + "board  desk      1 random, placement, live  2026-11-22T12:00:00Z  10       2         1\n",
            (await _rig.RunAsync("device", "list")).Out);
    }

    private static int Number(JsonElement element, string name) => element.GetProperty(name).GetInt32();
}
