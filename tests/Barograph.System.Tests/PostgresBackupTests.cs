using System.Text.RegularExpressions;

namespace Barograph.SystemTests;

/// <summary>The commands of docs/backup.md, taken from there, bring everything that was acknowledged into a second cluster.</summary>
[Trait("Category", "Slow")]
public sealed partial class PostgresBackupTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const string Name = "barograph";

    private readonly ScratchFolder _backups = new();
    private PostgresCluster _first = null!;
    private BarographServer _server = null!;
    private string _board = "";
    private string _reader = "";

    public async ValueTask InitializeAsync()
    {
        _first = await PostgresCluster.StartNewAsync();
        await _first.StopAsync();
        await File.AppendAllTextAsync(Path.Combine(_first.Data, "postgresql.conf"), "\n" + Block("settings"));
        await _first.StartAsync();
        // The server of PostgreSQL runs as another user than the tests, if they run as root.
        await Shell.RunAsync("chmod", "777", _backups.Path);
        _server = await BarographServer.StartAsync(await Place.MakeAsync(Engine.Postgres, _first, Name), new ServerOptions { OnUnixSocket = true });
        _board = await _server.AddDeviceAsync("board", "--any-location");
        _reader = await _server.AddTokenAsync("reader", "read");
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _first.DisposeAsync();
        _backups.Dispose();
    }

    [Fact]
    public async Task A_dump_under_load_restores_what_was_acknowledged_before_it()
    {
        var before = new Ledger();
        await using (Work.Start(_server, _board, before))
            await Patience.UntilAsync("the load runs", () => before.Acknowledged > 300);
        var meanwhile = new Ledger();
        await using (Work.Start(_server, _board, meanwhile, firstBoard: 100))
        {
            await Patience.UntilAsync("more load runs", () => meanwhile.Acknowledged > 50);
            int atStart = meanwhile.Acknowledged;
            await RunAsync(_first, "dump");
            Assert.True(meanwhile.Acknowledged > atStart, "the dump held the server up");
        }
        await using PostgresCluster second = await PostgresCluster.StartNewAsync();

        await RunAsync(second, "undump");

        await using BarographServer restored = await BarographServer.StartAsync(
            _server.Place.RestoredTo(second), new ServerOptions { OnUnixSocket = true });
        LedgerFindings findings = await before.CompareAsync(restored.Api(_reader));
        LedgerFindings later = await meanwhile.CompareAsync(restored.Api(_reader));
        output.WriteLine($"before the dump: {findings}; meanwhile: {later}");
        Assert.True(findings.IsClean, findings.ToString());
        Assert.Equal((0, 0), (later.Doubled, later.Corrupt));
        Assert.Equal(200, (await restored.Api(_board).ReportAsync("""{"location":"after","a":1}""")).Status);
        Assert.Equal([1], await restored.Api(_reader).ValuesAsync("after", "a"));
    }

    [Fact]
    public async Task From_the_archive_comes_everything_that_was_acknowledged()
    {
        var ledger = new Ledger();
        await using (Work.Start(_server, _board, ledger))
        {
            await Patience.UntilAsync("the load runs", () => ledger.Acknowledged > 100);
            await _first.RunScriptAsync(Here(_first, Block("base")));
            int atTheCopy = ledger.Acknowledged;
            await Patience.UntilAsync("the load goes on", () => ledger.Acknowledged > atTheCopy + 300);
        }
        string last = (string)(await _first.SqlAsync(Name, "SELECT pg_walfile_name(pg_switch_wal())"))!;
        await Patience.UntilAsync("the log is archived", () => File.Exists(_backups.File("wal/" + last)));
        // What the copy alone has is less: the rest must come from the archive.
        await _first.KillAsync();

        await using PostgresCluster second = await PostgresCluster.RestoreAsync(cluster => cluster.RunScriptAsync(Here(cluster, Block("recover"))));
        await second.StartAsync();
        await Patience.UntilAsync("the log is played", async () => await second.SqlAsync("postgres", "SELECT pg_is_in_recovery()") is false);

        await using BarographServer restored = await BarographServer.StartAsync(
            _server.Place.RestoredTo(second), new ServerOptions { OnUnixSocket = true });
        LedgerFindings findings = await ledger.CompareAsync(restored.Api(_reader));
        output.WriteLine(findings.ToString());
        Assert.True(findings.IsClean, findings.ToString());
        await _first.StartAsync();
    }

    /// <summary>Runs a block of the manual as the person at the keyboard.</summary>
    private Task RunAsync(PostgresCluster cluster, string block)
    {
        string product = $"barograph() {{ env DOTNET_ROOT='{ProductBinary.Default.StartInfo("/", []).Environment["DOTNET_ROOT"]}' '{ProductBinary.Default.Path}' \"$@\"; }}\n";
        return Shell.RunAsync("/bin/sh", "-ec", cluster.Environment(product + Here(cluster, Block(block))));
    }

    /// <summary>The manual's folders become those of this test, and nothing else.</summary>
    private string Here(PostgresCluster cluster, string text) => text
        .Replace("/var/backups/barograph", _backups.Path, StringComparison.Ordinal)
        .Replace("/var/run/postgresql", cluster.Folder, StringComparison.Ordinal)
        .Replace("/var/lib/postgresql/15/main", cluster.Data, StringComparison.Ordinal);

    private string Block(string name)
    {
        string manual = File.ReadAllText(Path.Combine(Repository.Root, "docs", "backup.md"));
        Match block = Blocks().Matches(manual).Single(match => match.Groups[1].Value == name);
        return block.Groups[2].Value.Replace("/var/backups/barograph", _backups.Path, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"<!-- test: (\w+) -->\n```\w+\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Blocks();
}
