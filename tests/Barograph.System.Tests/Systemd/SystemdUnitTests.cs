using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Barograph.SystemTests.Systemd;

/// <summary>The unit files, as systemd itself judges them.</summary>
[Trait("Category", "Slow")]
public sealed partial class SystemdUnitTests(ITestOutputHelper output)
{
    private const string Program = "/usr/local/bin/barograph";
    private static readonly string[] Installed =
    [
        "barograph.service", "barograph.socket", "barograph-ingest.service", "barograph-ingest.socket", "barograph-backup.service", "barograph-backup.timer",
    ];
    private static readonly string Units = Path.Combine(Repository.Root, "deploy", "systemd");

    [Theory]
    [InlineData]
    [InlineData("jit.conf")]
    [InlineData("no-network.conf")]
    public async Task Systemd_has_no_complaint(params string[] dropIns)
    {
        using var folder = new ScratchFolder();
        Install(folder, dropIns);

        (int exitCode, string printed) = await AnalyzeAsync(folder, ["verify", "--man=no", .. Installed.Select(folder.File)]);

        Assert.Equal("", printed);
        Assert.Equal(0, exitCode);
    }

    /// <summary>From 0 (locked in) to 10; docs/systemd.md states the numbers.</summary>
    [Theory]
    [InlineData("barograph.service", 1.2)]
    [InlineData("barograph.service", 1.2, "jit.conf")]
    [InlineData("barograph.service", 0.3, "no-network.conf")]
    [InlineData("barograph-ingest.service", 1.2)]
    [InlineData("barograph-ingest.service", 0.3, "no-network.conf")]
    [InlineData("barograph-backup.service", 0.3)]
    public async Task Its_exposure_is_at_most(string unit, double limit, params string[] dropIns)
    {
        using var folder = new ScratchFolder();
        Install(folder, dropIns);

        (_, string printed) = await AnalyzeAsync(folder, "security", "--offline=true", "--no-pager", folder.File(unit));

        output.WriteLine(string.Join('\n', printed.Split('\n').Where(line => line.StartsWith('✗') || line.StartsWith('→'))));
        double score = double.Parse(Score().Match(printed).Groups[1].Value, CultureInfo.InvariantCulture);
        Assert.True(score <= limit, printed);
        string manual = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "systemd.md"), TestContext.Current.CancellationToken);
        Assert.Contains($"| **{score.ToString("0.0", CultureInfo.InvariantCulture)}** | `{(dropIns is [string one] ? one : unit)}` |", manual, StringComparison.Ordinal);
    }

    [Fact]
    public void The_ingest_part_is_locked_in_as_the_server_is()
    {
        string[] server = Restrictions("barograph.service");

        Assert.Contains("ProtectSystem=strict", server);
        Assert.Equal(server.Where(line => !line.StartsWith("ReadWritePaths=", StringComparison.Ordinal)), Restrictions("barograph-ingest.service"));
    }

    [Fact]
    public async Task The_filter_lets_pass_what_the_server_asks_of_the_kernel()
    {
        HashSet<string> used = await CallsOfAWholeLifeAsync();

        await AssertAllowedAsync(used, "barograph.service");
    }

    [Fact]
    public async Task The_filter_lets_pass_what_a_backup_asks_of_the_kernel()
    {
        using var folder = new ScratchFolder();
        await using BarographServer server = await BarographServer.StartAsync(await Place.MakeAsync(Engine.Sqlite));
        ProcessStartInfo backup = ProductBinary.Default.StartInfo(folder.Path, ["backup", "--into", folder.File("backups"), .. server.Place.Options]);

        await Shell.RunAsync("strace", ["-f", "-o", folder.File("trace"), backup.FileName, .. backup.ArgumentList]);

        Assert.Single(Directory.GetFiles(folder.File("backups")));
        await AssertAllowedAsync(await CallsInAsync(folder.File("trace")), "barograph-backup.service");
    }

    private static string[] Restrictions(string file) =>
        [.. File.ReadAllLines(Path.Combine(Units, file)).SkipWhile(line => line != "LimitCORE=0").Where(line => line.Contains('=', StringComparison.Ordinal) && !line.StartsWith('#'))];

    private async Task AssertAllowedAsync(HashSet<string> used, string unit)
    {
        HashSet<string> allowed = await AllowedAsync(unit);
        output.WriteLine($"{unit}: {used.Count} of {allowed.Count} allowed");
        Assert.Contains("openat", used);
        Assert.Contains(used, call => call is "fsync" or "fdatasync");
        // SQLite gives a new file the owner of its database, and only if it runs as root.
        if (Shell.IsRoot)
            used.Remove("fchown");
        Assert.Empty(used.Except(allowed).Order(StringComparer.Ordinal));
    }

    /// <summary>Every system call from the start to the end of a server that takes reports and is read.</summary>
    private static async Task<HashSet<string>> CallsOfAWholeLifeAsync()
    {
        using var folder = new ScratchFolder();
        string trace = folder.File("trace");
        Place place = await Place.MakeAsync(Engine.Sqlite);
        await using BarographServer server = await BarographServer.StartAsync(place, new ServerOptions { OnUnixSocket = true, Tracer = ["strace", "-f", "-o", trace] });
        string token = await server.AddDeviceAsync("board", "--any-location");
        string reader = await server.AddTokenAsync("reader", "read");
        Assert.Equal(200, (await server.Api(token).ReportAsync("""{"location":"x","a":1}""")).Status);
        Assert.Equal([1], await server.Api(reader).ValuesAsync("x", "a"));
        int traced = int.Parse(await Shell.RunAsync("pgrep", "-P", server.ProcessId.ToString(CultureInfo.InvariantCulture)), CultureInfo.InvariantCulture);
        await Shell.SignalAsync("TERM", traced);
        Assert.Equal(0, await server.EndAsync());
        return await CallsInAsync(trace);
    }

    private static async Task<HashSet<string>> CallsInAsync(string trace) =>
        [.. (await File.ReadAllLinesAsync(trace)).Select(line => Call().Match(line)).Where(match => match.Success).Select(match => match.Groups[1].Value)];

    /// <summary>What a unit's SystemCallFilter= lines leave.</summary>
    private static async Task<HashSet<string>> AllowedAsync(string unit)
    {
        var allowed = new HashSet<string>();
        foreach (string line in await File.ReadAllLinesAsync(Path.Combine(Units, unit)))
            if (line.StartsWith("SystemCallFilter=", StringComparison.Ordinal))
            {
                string value = line["SystemCallFilter=".Length..];
                foreach (string set in value.TrimStart('~').Split(' '))
                    if (value.StartsWith('~'))
                        allowed.ExceptWith(await CallsOfAsync(set));
                    else
                        allowed.UnionWith(await CallsOfAsync(set));
            }
        // systemd adds what a program needs to be started at all.
        allowed.UnionWith(await CallsOfAsync("@default"));
        allowed.Add("execve");
        return allowed;
    }

    private static async Task<HashSet<string>> CallsOfAsync(string set)
    {
        if (!set.StartsWith('@'))
            return [set];
        var calls = new HashSet<string>();
        string[] lines = (await Shell.RunAsync("systemd-analyze", "syscall-filter", "--no-pager", set)).Split('\n', StringSplitOptions.TrimEntries);
        foreach (string name in lines.Skip(1).Where(line => line.Length > 0 && !line.StartsWith('#')))
            if (name.StartsWith('@'))
                calls.UnionWith(await CallsOfAsync(name));
            else
                calls.Add(name);
        return calls;
    }

    /// <summary>The units as they are, but for the program, which need not be installed where the tests run.</summary>
    private static void Install(ScratchFolder folder, string[] dropIns)
    {
        foreach (string unit in Installed)
        {
            string text = File.ReadAllText(Path.Combine(Units, unit));
            File.WriteAllText(folder.File(unit), text.Replace(Program, "/bin/true", StringComparison.Ordinal));
        }
        foreach (string service in Installed.Where(unit => unit.EndsWith(".service", StringComparison.Ordinal)))
        {
            Directory.CreateDirectory(folder.File(service + ".d"));
            foreach (string dropIn in dropIns)
                File.Copy(Path.Combine(Units, dropIn), Path.Combine(folder.File(service + ".d"), dropIn));
        }
    }

    private static async Task<(int ExitCode, string Printed)> AnalyzeAsync(ScratchFolder folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("systemd-analyze", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        // The colon at the end: and then where systemd looks otherwise.
        start.Environment["SYSTEMD_UNIT_PATH"] = folder.Path + ":";
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string printed = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, printed + await errors);
    }

    [GeneratedRegex(@"exposure level for \S+: ([0-9.]+)")]
    private static partial Regex Score();

    [GeneratedRegex(@"^\d+ +(?:<\.\.\. )?([a-z0-9_]+)(?:\(| resumed)")]
    private static partial Regex Call();
}
