using System.Diagnostics;
using System.Globalization;

namespace Barograph.SystemTests;

/// <summary>Backups beside a working server, and what is left when a command is killed in the middle.</summary>
[Trait("Category", "Slow")]
public sealed class BackupTests(ITestOutputHelper output) : IDisposable
{
    private const int Killed = 137;
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Under_load_it_ends_and_holds_what_was_acknowledged_before()
    {
        await using BarographServer server = await BarographServer.StartAsync(await Place.MakeAsync(Engine.Sqlite), new ServerOptions { OnUnixSocket = true });
        string token = await server.AddDeviceAsync("board", "--any-location");
        string reader = await server.AddTokenAsync("reader", "read");
        var before = new Ledger();
        await using (Work.Start(server, token, before))
            await Patience.UntilAsync("the load runs", () => before.Acknowledged > 500);
        var meanwhile = new Ledger();
        await using (Work.Start(server, token, meanwhile, firstBoard: 100))
        {
            await Patience.UntilAsync("more load runs", () => meanwhile.Acknowledged > 100);
            int atStart = meanwhile.Acknowledged;
            CommandResult made = await server.CommandAsync("backup", _folder.File("a.db"), "--json");
            output.WriteLine($"{meanwhile.Acknowledged - atStart} reports acknowledged during the {made.Took.TotalMilliseconds:F0} ms of the backup");
            Assert.True(meanwhile.Acknowledged > atStart + 10, "the backup held the server up");
        }
        using Place place = await Place.MakeAsync(Engine.Sqlite);
        (await ProductCommand.RunAsync(_folder.Path, null, "restore", _folder.File("a.db"), "--data", place.Data)).Succeeded();

        await using BarographServer restored = await BarographServer.StartAsync(place, new ServerOptions { OnUnixSocket = true });

        LedgerFindings findings = await before.CompareAsync(restored.Api(reader));
        LedgerFindings later = await meanwhile.CompareAsync(restored.Api(reader));
        output.WriteLine($"before: {findings}; meanwhile: {later}");
        Assert.True(findings.IsClean, findings.ToString());
        Assert.Equal((0, 0), (later.Doubled, later.Corrupt));
        Assert.Equal(200, (await restored.Api(token).ReportAsync("""{"location":"after","a":1}""")).Status);
        Assert.DoesNotContain(server.AllErrors.Concat(restored.AllErrors), SharedServers.IsDefect);
    }

    // strace counts the calls of each thread by itself, and the command goes from one to another: so one kind at a time, that none hides the ones behind it.
    private static readonly (string Calls, int Step)[] Kinds =
        [("link,linkat", 1), ("rename,renameat,renameat2", 1), ("unlink,unlinkat", 1), ("fsync,fdatasync", 1), ("ftruncate", 1), ("pwrite64", 7)];

    [Fact]
    public async Task A_restore_that_is_killed_leaves_the_old_store_or_the_new_one()
    {
        (string old, string backup) = await OldStoreAndBackupAsync();
        string newContent = await ContentAsync(backup);
        string oldContent = await ContentAsync(old);
        Assert.NotEqual(oldContent, newContent);
        string target = _folder.File("target.db");
        int oldOnes = 0, newOnes = 0;
        foreach ((string calls, int step) in Kinds)
        {
            int kills = 0;
            while (await IsKilledAsync(calls, 1 + kills * step))
                kills++;
            output.WriteLine($"{calls}: {kills} kills");
            Assert.True(kills > 0, calls);
        }

        output.WriteLine($"{oldOnes} kills left the old store, {newOnes} the new one");
        Assert.True(oldOnes > 10 && newOnes > 0);

        async Task<bool> IsKilledAsync(string calls, int nth)
        {
            foreach (string path in Directory.GetFiles(_folder.Path, "target.db*"))
                File.Delete(path);
            // With a log beside it, as a server leaves it that was killed.
            File.Copy(old, target);
            File.Copy(old + "-wal", target + "-wal");
            bool isKilled = await RunKilledAsync(calls, nth, "restore", backup, "--store", "sqlite:" + target, "--replace") == Killed;
            string found = await ContentAsync(target);
            Assert.True(found == newContent || (isKilled && found == oldContent), $"after call {nth} of {calls}: {found}");
            if (isKilled)
                (oldOnes, newOnes) = found == oldContent ? (oldOnes + 1, newOnes) : (oldOnes, newOnes + 1);
            if (found == newContent)
                Assert.Equal(oldContent, await ContentAsync(Directory.GetFiles(_folder.Path, "target.db.before-restore-*").Single()));
            return isKilled;
        }
    }

    [Fact]
    public async Task A_backup_that_is_killed_leaves_no_file_of_that_name_or_a_whole_one()
    {
        (string store, _) = await OldStoreAndBackupAsync();
        string content = await ContentAsync(store);
        string target = _folder.File("made.db");
        int kills = 0, exitCode = 0;
        foreach ((string calls, int step) in Kinds)
            for (int nth = 1; nth == 1 || exitCode == Killed; nth += step)
            {
                // What the last one left is no hindrance, but for a backup that is whole.
                File.Delete(target);
                exitCode = await RunKilledAsync(calls, nth, "backup", target, "--store", "sqlite:" + store);
                if (File.Exists(target))
                    Assert.Equal(content, await ContentAsync(target));
                kills += exitCode == Killed ? 1 : 0;
            }

        output.WriteLine($"{kills} kills");
        Assert.Equal(0, exitCode);
        Assert.True(kills > 5);
        Assert.Equal(["made.db"], Directory.GetFiles(_folder.Path, "made.db*").Select(path => Path.GetFileName(path)));
    }

    /// <summary>The files of a server that was killed, and an earlier backup of it.</summary>
    private async Task<(string Store, string Backup)> OldStoreAndBackupAsync()
    {
        await using BarographServer server = await BarographServer.StartAsync(await Place.MakeAsync(Engine.Sqlite), new ServerOptions { OnUnixSocket = true });
        string token = await server.AddDeviceAsync("board", "--any-location");
        Assert.Equal(200, (await server.Api(token).ReportAsync("""{"location":"x","time":1700000000,"values":{"a":1,"b":2}}""")).Status);
        await server.CommandAsync("backup", _folder.File("backup.db"));
        Assert.Equal(200, (await server.Api(token).ReportAsync("""{"location":"x","time":1700000001,"values":{"a":3,"b":4}}""")).Status);
        await server.KillAsync();
        foreach (string suffix in (string[])["", "-wal"])
            File.Copy(Path.Combine(server.Place.Data, "barograph.db" + suffix), _folder.File("old.db" + suffix));
        return (_folder.File("old.db"), _folder.File("backup.db"));
    }

    /// <summary>The counts and hashes of all series, which the product takes from a copy, so that the files themselves stay as they are.</summary>
    private static async Task<string> ContentAsync(string store)
    {
        using var folder = new ScratchFolder();
        string copy = folder.File("store.db");
        foreach (string suffix in (string[])["", "-wal", "-journal"])
            if (File.Exists(store + suffix))
                File.Copy(store + suffix, copy + suffix);
        CommandResult result = (await ProductCommand.RunAsync(folder.Path, null, "backup", folder.File("copy.db"), "--store", "sqlite:" + copy, "--json")).Succeeded();
        return result.Json.GetProperty("series").GetRawText();
    }

    /// <summary>Runs a command that is killed (SIGKILL) after its nth system call of these, and returns its exit code; 137 if it was.</summary>
    private async Task<int> RunKilledAsync(string calls, int nth, params string[] arguments)
    {
        ProcessStartInfo command = ProductBinary.Default.StartInfo(_folder.Path, arguments);
        string number = nth.ToString(CultureInfo.InvariantCulture);
        string[] traced =
        [
            "-f", "-o", "/dev/null", "-e", "trace=" + calls, "-e", $"inject={calls}:signal=KILL:when={number}", command.FileName, .. command.ArgumentList,
        ];
        command.FileName = "strace";
        command.ArgumentList.Clear();
        foreach (string argument in traced)
            command.ArgumentList.Add(argument);
        // Its sockets in the temporary folder would be among the calls.
        command.Environment["DOTNET_EnableDiagnostics"] = "0";
        using Process process = Process.Start(command)!;
        process.StandardInput.Close();
        Task<string> printed = process.StandardOutput.ReadToEndAsync();
        string errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(Patience.Limit);
        int exitCode = process.ExitCode;
        Assert.True(exitCode is 0 or Killed, $"{exitCode}: {errors}{await printed}");
        return exitCode;
    }
}
