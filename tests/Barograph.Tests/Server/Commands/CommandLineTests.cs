using System.Text.Json;
using Barograph.Server.Commands;
using Barograph.Server.Config;

namespace Barograph.Tests.Server.Commands;

public sealed class CommandLineTests : IAsyncDisposable
{
    private readonly CommandRig _rig = new();

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Theory]
    [InlineData("--urls", "http://127.0.0.1:5", "--mqtt", "off")]
    [InlineData("serve", "--urls", "http://127.0.0.1:5", "--mqtt", "off")]
    [InlineData("serve", "--urls=http://127.0.0.1:5", "--allow-overprivileged")]
    public async Task Serving_is_the_default(params string[] args)
    {
        Settings? served = null;
        (int exit, _, string error) = await RunAsync(settings => served = settings, args);
        Assert.Equal((7, ""), (exit, error));
        Assert.Equal(["http://127.0.0.1:5"], served!.Urls);
        Assert.Equal(args.Contains("--allow-overprivileged"), served.AllowOverprivileged);
    }

    [Theory]
    [InlineData("all", "sqlite:x.db", 7)]
    [InlineData("ingest", "sqlite:x.db", 2)]
    [InlineData("site", "sqlite:x.db", 2)]
    [InlineData("ingest", "postgres:Host=/x", 7)]
    [InlineData("site", "postgres:Host=/x", 7)]
    public async Task Only_a_database_can_be_served_in_parts(string part, string store, int expected)
    {
        Settings? served = null;
        (int exit, _, string error) = await RunAsync(settings => served = settings, "serve", "--part", part, "--store", store);
        Assert.Equal(expected, exit);
        Assert.Equal(expected == 7 ? part : null, served?.Part.ToString().ToLowerInvariant());
        Assert.Equal(expected != 7, error.Contains("one server process", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("frobnicate")]
    [InlineData("device")]
    [InlineData("device", "add")]
    [InlineData("device", "list", "--colour")]
    [InlineData("serve", "--part", "ingest")]
    [InlineData("device", "add", "x", "--ingest-login", "y")]
    [InlineData("import", "x.csv", "y.csv")]
    [InlineData("--mqtt", "example.org:1883")]
    [InlineData("--config", "/nowhere.json")]
    [InlineData("device", "list", "--store", "what")]
    public async Task What_is_not_understood_ends_with_2_and_one_line(params string[] args)
    {
        bool served = false;
        (int exit, string output, string error) = await RunAsync(_ => served = true, args);
        Assert.Equal((2, "", 1, false), (exit, output, error.Count(c => c == '\n'), served));
        Assert.StartsWith("error: ", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("device", "--help")]
    [InlineData("device", "add", "--help")]
    [InlineData("--version")]
    public async Task Help_and_version_succeed(params string[] args)
    {
        (int exit, string output, string error) = await RunAsync(_ => { }, args);
        Assert.Equal((0, ""), (exit, error));
        Assert.NotEmpty(output);
    }

    [Fact]
    public async Task The_store_may_stand_before_within_or_after_the_command()
    {
        await _rig.WithStoreAsync();
        string store = "sqlite:" + _rig.StorePath;
        foreach (string[] args in new string[][]
                 {
                     ["--store", store, "device", "list"],
                     ["device", "--store", store, "list"],
                     ["device", "list", "--store", store],
                 })
            Assert.Equal(0, (await _rig.RunAsync(args)).Exit);
    }

    [Fact]
    public async Task An_admin_command_makes_no_store_and_says_where_it_looked()
    {
        CommandRig.Outcome outcome = await _rig.RunAsync("device", "list");
        Assert.Equal(1, outcome.Exit);
        Assert.StartsWith($"error: There is no store at sqlite:{_rig.StorePath}. Looked at: the store that --store names.", outcome.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_rig.StorePath));
    }

    [Fact]
    public async Task A_wrong_variable_is_warned_about_on_standard_error_only()
    {
        await _rig.WithStoreAsync();
        _rig.Environment["BAROGRAPH_STROE"] = "x";
        CommandRig.Outcome outcome = await _rig.RunAsync("device", "list", "--json");
        Assert.Equal((0, "[]\n"), (outcome.Exit, outcome.Out));
        Assert.StartsWith("warning: the environment variable BAROGRAPH_STROE is unknown", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Control_characters_of_the_command_line_do_not_come_back()
    {
        CommandRig.Outcome outcome = await _rig.RunAsync("\u001b[31mdevice");
        Assert.DoesNotContain('\u001b', outcome.Error);
        Assert.Contains("\uFFFD[31mdevice", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_doctor_is_content_with_a_sound_store_and_fails_on_a_damaged_one()
    {
        await _rig.WithStoreAsync();
        JsonElement fine = await _rig.JsonAsync("doctor");
        Assert.DoesNotContain(fine.EnumerateArray(), finding => finding.GetProperty("level").GetString() == "fault");
        Assert.Contains(fine.EnumerateArray(), finding => finding.GetProperty("subject").GetString() == "clock");

        await File.WriteAllTextAsync(_rig.StorePath, new string('x', 10_000), TestContext.Current.CancellationToken);
        CommandRig.Outcome damaged = await _rig.RunAsync("doctor", "--json");
        Assert.Equal((1, ""), (damaged.Exit, damaged.Error));
        Assert.Equal("fault", Assert.Single(JsonElement.Parse(damaged.Out).EnumerateArray(), finding => finding.GetProperty("subject").GetString() == "store").GetProperty("level").GetString());
    }

    [Fact]
    public async Task The_doctor_knows_whether_a_server_runs()
    {
        await _rig.WithServerAsync();
        Assert.Contains("The server is running", (await _rig.RunAsync("doctor")).Out, StringComparison.Ordinal);
        await _rig.StopServerAsync();
        CommandRig.Outcome alone = await _rig.RunAsync("doctor");
        Assert.Contains("No server is running", alone.Out, StringComparison.Ordinal);
        Assert.Contains("All in one process", alone.Out, StringComparison.Ordinal);
    }

    private static async Task<(int Exit, string Out, string Error)> RunAsync(Action<Settings> onServe, params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var host = new CommandHost
        {
            Serve = (settings, _) =>
            {
                onServe(settings);
                return Task.FromResult(7);
            },
            Out = output,
            Data = Stream.Null,
            Error = error,
            In = Stream.Null,
            AskPassword = null,
            Environment = new EnvironmentValues(new Dictionary<string, string>()),
            Clock = TimeProvider.System,
            SettingsFiles = [],
        };
        int exit = await BarographCommand.RunAsync(args, host, TestContext.Current.CancellationToken);
        return (exit, output.ToString(), error.ToString());
    }
}
