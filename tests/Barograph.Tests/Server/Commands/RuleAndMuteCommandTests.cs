using System.Text.Json;
using Barograph.Model;
using Microsoft.Extensions.Time.Testing;

namespace Barograph.Tests.Server.Commands;

/// <summary><c>barograph rule</c> and <c>barograph mute</c></summary>
public sealed class RuleAndMuteCommandTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));
    private readonly TempFolder _folder = new();
    private readonly CommandRig _rig;

    public RuleAndMuteCommandTests() => _rig = new CommandRig { Clock = _clock };

    public async ValueTask DisposeAsync()
    {
        await _rig.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_rule_is_added_shown_and_removed(bool withServer)
    {
        await (withServer ? _rig.WithServerAsync() : _rig.WithStoreAsync());
        int before = (await _rig.JsonAsync("rule", "list")).GetArrayLength();

        JsonElement quoted = await _rig.JsonAsync("rule", "add", "freezer/temperature above -10 for 30m urgent");
        JsonElement words = await _rig.JsonAsync("rule", "add", "freezer/*", "silent", "for", "2h");

        Assert.Equal(("freezer/temperature above -10 for 30m urgent", false, true), (quoted.GetProperty("rule").GetString(), quoted.GetProperty("default").GetBoolean(), quoted.GetProperty("enabled").GetBoolean()));
        Assert.Equal("freezer/* silent for 2h", words.GetProperty("rule").GetString());
        Assert.Equal(before + 2, (await _rig.JsonAsync("rule", "list")).GetArrayLength());
        string list = (await _rig.RunAsync("rule", "list")).Out;
        Assert.Contains("freezer/temperature above -10 for 30m urgent", list, StringComparison.Ordinal);
        Assert.Contains("*/wetness above 0.5 repeat 15m urgent", list, StringComparison.Ordinal);
        Assert.Contains("came with the store", list, StringComparison.Ordinal);

        string number = quoted.GetProperty("id").GetInt32().ToString(System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(0, (await _rig.RunAsync("rule", "remove", number)).Exit);
        Assert.Equal(1, (await _rig.RunAsync("rule", "remove", number)).Exit);
        Assert.Equal(before + 1, (await _rig.JsonAsync("rule", "list")).GetArrayLength());
        Assert.Equal(withServer, _rig.HandledByServer > 0);
    }

    [Theory]
    [InlineData("freezer above 3")]
    [InlineData("freezer/temperature over 3")]
    [InlineData("freezer/temperature above 3 for ever")]
    [InlineData("freezer/temperature outside 5 to 3")]
    public async Task A_rule_that_cannot_be_is_refused_with_the_reason(string rule)
    {
        await _rig.WithStoreAsync();
        CommandRig.Outcome outcome = await _rig.RunAsync("rule", "add", rule);
        Assert.Equal(2, outcome.Exit);
        Assert.StartsWith("error: ", outcome.Error, StringComparison.Ordinal);
        Assert.Equal(2, (await _rig.RunAsync("rule", "test", rule)).Exit);
    }

    [Fact]
    public async Task A_rule_is_tested_on_what_was_and_nothing_is_kept()
    {
        await _rig.WithStoreAsync();
        await _rig.RunAsync("import", _folder.Write("a.csv", """
            time,location,metric,value
            2026-11-22T02:00:00Z,cellar,wetness,0
            2026-11-22T02:10:00Z,cellar,wetness,0.9
            2026-11-22T02:40:00Z,cellar,wetness,0
            2026-11-10T02:10:00Z,cellar,wetness,1
            2026-11-10T02:40:00Z,cellar,wetness,0

            """));
        int before = (await _rig.JsonAsync("rule", "list")).GetArrayLength();

        JsonElement tested = await _rig.JsonAsync("rule", "test", "*/wetness above 0.5");

        JsonElement alert = Assert.Single(tested.GetProperty("alerts").EnumerateArray());
        Assert.Equal((1, 1), (tested.GetProperty("series").GetInt32(), tested.GetProperty("judged").GetInt32()));
        Assert.Equal(("2026-11-22T02:10:00Z", "2026-11-22T02:40:00Z", 0.9), (alert.GetProperty("started").GetString(), alert.GetProperty("ended").GetString(), alert.GetProperty("extreme").GetDouble()));
        Assert.Equal(2, (await _rig.JsonAsync("rule", "test", "*/wetness", "above", "0.5", "--days", "30")).GetProperty("alerts").GetArrayLength());
        Assert.Equal(0, (await _rig.JsonAsync("rule", "test", "*/wetness above 0.5 for 31m")).GetProperty("alerts").GetArrayLength());
        Assert.Contains("it would have fired once", (await _rig.RunAsync("rule", "test", "*/wetness above 0.5")).Out, StringComparison.Ordinal);
        Assert.Contains("No series fits", (await _rig.RunAsync("rule", "test", "*/leak above 0.5")).Out, StringComparison.Ordinal);
        Assert.Equal(before, (await _rig.JsonAsync("rule", "list")).GetArrayLength());
    }

    [Fact]
    public async Task A_mute_has_a_time_and_a_reason_and_ends()
    {
        await _rig.WithStoreAsync();

        JsonElement mute = await _rig.JsonAsync("mute", "add", "cellar/*", "--for", "8h", "--reason", "The floor is being washed", "--only", "values");
        await _rig.RunAsync("mute", "add", "*/*", "--until", "2026-12-24T18:00:00+01:00", "--reason", "Holidays");

        Assert.Equal(("cellar/*", "values", "2026-11-23T20:00:00Z", "The floor is being washed"),
            (mute.GetProperty("series").GetString(), mute.GetProperty("sort").GetString(), mute.GetProperty("until").GetString(), mute.GetProperty("reason").GetString()));
        Assert.Equal(["2026-11-23T20:00:00Z", "2026-12-24T17:00:00Z"], (await _rig.JsonAsync("mute", "list")).EnumerateArray().Select(one => one.GetProperty("until").GetString()));
        Assert.Contains("Holidays", (await _rig.RunAsync("mute", "list")).Out, StringComparison.Ordinal);
        string number = mute.GetProperty("id").GetInt32().ToString(System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(0, (await _rig.RunAsync("mute", "remove", number)).Exit);
        Assert.Equal(1, (await _rig.RunAsync("mute", "remove", number)).Exit);
        Assert.Single((await _rig.JsonAsync("mute", "list")).EnumerateArray());
        _clock.SetUtcNow(new DateTimeOffset(2026, 12, 25, 0, 0, 0, TimeSpan.Zero));
        Assert.Equal("Nothing is muted.\n", (await _rig.RunAsync("mute", "list")).Out);
        AlertMute kept = (await _rig.LookAsync(store => store.AlertRules.ListMutesAsync(CancellationToken.None)))[0];
        Assert.Equal(AlertSort.Values, kept.Sort);
    }

    [Theory]
    [InlineData("mute", "add", "cellar/*")]
    [InlineData("mute", "add", "cellar/*", "--reason", "")]
    [InlineData("mute", "add", "cellar", "--reason", "why")]
    [InlineData("mute", "add", "cellar/*", "--reason", "why", "--for", "8")]
    [InlineData("mute", "add", "cellar/*", "--reason", "why", "--for", "0")]
    [InlineData("mute", "add", "cellar/*", "--reason", "why", "--until", "tomorrow")]
    [InlineData("mute", "add", "cellar/*", "--reason", "why", "--until", "2020-01-01T00:00:00Z")]
    [InlineData("mute", "add", "cellar/*", "--reason", "why", "--for", "8h", "--until", "2026-12-24T18:00:00Z")]
    [InlineData("mute", "add", "cellar/*", "--reason", "why", "--only", "noise")]
    public async Task A_mute_that_cannot_be_is_refused(params string[] line)
    {
        await _rig.WithStoreAsync();
        Assert.Equal(2, (await _rig.RunAsync(line)).Exit);
        Assert.Empty((await _rig.JsonAsync("mute", "list")).EnumerateArray());
    }
}
