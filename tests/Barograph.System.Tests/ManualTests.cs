using System.Diagnostics;
using Barograph.SystemTests.Install;
using Barograph.SystemTests.Manual;

namespace Barograph.SystemTests;

/// <summary>
/// The manual works: its own commands, in their order, from an empty Debian to the tutorial's board that reports through nginx into PostgreSQL without a password,
/// in two parts, and back to nothing. In a machine of its own (Manual/machine.sh), whose mounts, network, users and processes end with it.
/// </summary>
[Trait("Category", "Slow")]
public sealed class ManualTests(ITestOutputHelper output)
{
    /// <summary>What nobody can do in a test as it stands in the manual, and what is done instead.</summary>
    private static readonly Dictionary<string, string> Instead = new()
    {
        // It asks at a terminal.
        ["sudo barograph account set-password owner"] = "echo 'correct horse battery' | sudo barograph account set-password owner --password-stdin",
        // It shows that it is not allowed.
        ["sudo -u barograph-devices psql -d barograph -c 'SET ROLE barograph_ingest' -c 'DELETE FROM sample'"] =
            "if sudo -u barograph-devices psql -d barograph -c 'SET ROLE barograph_ingest' -c 'DELETE FROM sample' 2>denied; then exit 1; fi; grep 'permission denied for table sample' denied",
    };

    private static readonly string[] Left = ["/opt/barograph", "/etc/barograph", "/var/lib/barograph", "/run/barograph", "/etc/systemd/system/barograph.service", "/etc/postgresql/barograph"];

    [Fact]
    public async Task The_manuals_commands_lead_from_an_empty_Debian_to_the_seeds_board_without_a_password_and_back()
    {
        Assert.SkipUnless(Shell.IsRoot, "Only root can make a machine of its own; run the tests as root to see this pass.");
        PublishedBuild build = await PublishedBuild.GetAsync("jit");
        using var scratch = new ScratchFolder();
        string passwd = await File.ReadAllTextAsync("/etc/passwd", TestContext.Current.CancellationToken);
        bool[] before = [.. Left.Select(Path.Exists)];

        var watch = Stopwatch.StartNew();
        (int exitCode, string transcript) = await OwnMachine.RunAsync(scratch, build.Folder, Script());

        Assert.True(exitCode == 0, transcript);
        output.WriteLine($"{Script().Count(line => line.StartsWith("say ", StringComparison.Ordinal))} commands of the manual in {watch.Elapsed.TotalSeconds:F0} s");
        foreach (string proof in (string[])["first reading: {\"stored\":2", "board over https: 201", "board over http: 201", "rows: desk|71.3|1013.2|40.1|0 2", "passwords: 0", "reports at the site: 404",
            "can become barograph_ingest and nothing else", "permission denied for table sample", "backup timer: off", "ingest.json: 640 root:barograph-devices", "left: nothing"])
            Assert.Contains(proof, transcript, StringComparison.Ordinal);
        Assert.Equal(passwd, await File.ReadAllTextAsync("/etc/passwd", TestContext.Current.CancellationToken));
        Assert.Equal(before, Left.Select(Path.Exists));
    }

    private static List<string> Script()
    {
        List<string> script = ["say() { printf '\\n$ %s\\n' \"$1\"; }"];
        void Run(IEnumerable<string> commands)
        {
            foreach (string command in commands)
            {
                script.Add($"say {Quote(command)}");
                script.Add(Instead.GetValueOrDefault(command, command));
            }
        }

        // Its first section makes the program on another computer: that is the folder ~/barograph already.
        Run(ManualCommands.Of("install.md", "2. Install it", "5. The owner, the first board, the first reading"));
        IReadOnlyList<string> first = ManualCommands.Of("install.md", "5. The owner, the first board, the first reading", "Later");
        Run(first.SkipLast(1));
        script.Add($"echo \"first reading: $({first[^1]})\"");
        Run(ManualCommands.Of("postgresql.md", "Without a password", "In two parts"));
        script.Add("systemctl is-enabled barograph-backup.timer || echo 'backup timer: off'");
        Run(ManualCommands.Of("postgresql.md", "In two parts", "Removing it"));
        script.Add("stat -c 'ingest.json: %a %U:%G' /etc/barograph/ingest.json");
        script.AddRange(Board());
        Run(ManualCommands.Of("postgresql.md", "Removing it", "The tutorial's table"));
        Run(["sudo /opt/barograph/deploy/install.sh --uninstall --purge"]);
        script.AddRange(
        [
            "for path in /opt/barograph /etc/barograph /var/lib/barograph /run/barograph /etc/systemd/system/barograph*; do [ ! -e \"$path\" ] || echo \"left: $path\"; done",
            "! grep barograph /etc/passwd /etc/group", "sudo -u postgres psql -At -c \"SELECT 'left: ' || rolname FROM pg_roles WHERE rolname LIKE 'barograph%'\"",
            "[ -e /etc/systemd/system/barograph.service ] || echo 'left: nothing'",
        ]);
        return script;
    }

    /// <summary>The tutorial's board, as it was flashed: user:pass, and the bytes that it sends.</summary>
    private static IEnumerable<string> Board()
    {
        string bytes = Quote(Path.Combine(Repository.Root, "spec", "payloads", "seed", "board-http-1.0.http"));
        return
        [
            "say 'the tutorial'\\''s board'",
            "echo pass | sudo -u barograph barograph device add seed --username user --password-stdin --any-location",
            $"echo \"board over https: $(openssl s_client -quiet -connect \"$host:443\" -servername \"$host\" -verify_return_error 2>/dev/null <{bytes} | tail -n 1)\"",
            // On port 80 Debian's own site answers for every other name.
            $"exec 3<>/dev/tcp/$host/80; sed \"s/www.scratchwork.xyz/$host/\" {bytes} >&3; echo \"board over http: $(tail -n 1 <&3)\"; exec 3>&-",
            "echo \"reports at the site: $(curl -s -o /dev/null -w '%{http_code}' --unix-socket /run/barograph/http.sock http://localhost/SQL_API)\"",
            "rows=$(sudo -u barograph psql -qAt -d barograph -c 'SET ROLE barograph_read' -c \"SELECT location, temperature, pressure, humidity, wetness FROM esp32data\" | sort | uniq -c | awk '{ print $2 \" \" $1 }')",
            "echo \"rows: $rows\"",
            "echo \"passwords: $(sudo -u postgres psql -At -c \"SELECT count(*) FROM pg_authid WHERE rolpassword IS NOT NULL\")\"",
        ];
    }

    private static string Quote(string word) => $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
