using Barograph.SystemTests.Manual;

namespace Barograph.SystemTests.Install;

/// <summary>
/// What deploy/install.sh has systemd do, in a machine of its own. systemctl only writes down what it is told; it knows which units are enabled.
/// </summary>
public sealed class InstallUnitsTests : IAsyncDisposable
{
    private const string Units = "/etc/systemd/system/";
    private const string Migrate = "sudo -u postgres barograph postgres migrate --admin \"Host=/var/run/postgresql;Username=postgres\"";

    // The daemon's list of what is enabled is a folder of empty files.
    private static readonly string[] Machine =
    [
        "cat >$MACHINE/bin/systemctl <<'END'",
        "#!/bin/bash",
        "[ \"$1\" != -q ] || shift",
        "verb=$1; shift",
        "[ \"$1\" != --now ] || shift",
        "case $verb in is-enabled) exec test -e $MACHINE/units/$1 ;; enable) cd $MACHINE/units && touch \"$@\" ;; disable) cd $MACHINE/units && rm -f \"$@\" ;; esac",
        "echo \"systemctl $verb $*\"",
        "END",
        "upgrade() { echo '# next version' >>barograph/barograph; echo \"== $1\"; sudo barograph/deploy/install.sh; }",
        $"use_ingest() {{ sudo cp /opt/barograph/deploy/systemd/barograph-ingest.* {Units}; systemctl enable barograph-ingest.socket barograph-ingest.service; }}",
        "sudo barograph/deploy/install.sh",
    ];

    private readonly InstallRoot _root = new();
    private readonly ScratchFolder _scratch = new();

    public async ValueTask DisposeAsync()
    {
        _scratch.Dispose();
        await _root.DisposeAsync();
    }

    [Fact]
    public async Task A_new_version_of_a_server_on_SQLite_is_restarted()
    {
        string printed = await RunAsync("upgrade here");

        string[] parts = printed.Split("== here\n");
        Assert.Contains("systemctl enable barograph.socket barograph.service barograph-backup.timer\n", parts[0], StringComparison.Ordinal);
        Assert.EndsWith("systemctl restart barograph.service\n", parts[1], StringComparison.Ordinal);
        Assert.DoesNotContain("migrate", printed, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("settings", "echo '{ \"store\": \"postgres:Host=/run/postgresql\" }' >/etc/barograph/barograph.json")]
    [InlineData("a file that the settings name", "echo '{ \"storeFile\": \"/etc/barograph/store\" }' >/etc/barograph/barograph.json; echo postgres:Host=h >/etc/barograph/store")]
    [InlineData("the unit's environment", "mkdir $d; printf '[Service]\\nEnvironment=BAROGRAPH_STORE=postgres:Host=h\\n' >$d/override.conf")]
    [InlineData("a credential of the unit",
        "mkdir $d; printf '[Service]\\nLoadCredential=store:/etc/barograph/store\\nEnvironment=BAROGRAPH_STORE_FILE=%%d/store\\n' >$d/override.conf; echo postgres:Host=h >/etc/barograph/store")]
    [InlineData("a file of the environment", "mkdir $d; printf '[Service]\\nEnvironmentFile=-/etc/default/barograph\\n' >$d/override.conf; echo BAROGRAPH_STORE=postgres:Host=h >/etc/default/barograph")]
    public async Task A_new_version_on_PostgreSQL_waits_for_the_migration(string where, string command)
    {
        string printed = await RunAsync($"d={Units}barograph.service.d", command, "systemctl disable barograph-backup.timer", "upgrade here");

        string after = printed.Split("== here\n")[1];
        Assert.True(after.Contains(Migrate + "\n    sudo systemctl restart barograph.service\n", StringComparison.Ordinal), where + printed);
        Assert.DoesNotContain("\nsystemctl restart", after, StringComparison.Ordinal);
        // The backup of the SQLite file that is no longer used stays switched off.
        Assert.DoesNotContain("systemctl enable", after, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_commented_out_is_not_the_store()
    {
        string printed = await RunAsync("echo '  //\"store\": \"postgres:Host=h\",' >>/etc/barograph/barograph.json", "upgrade here");

        Assert.EndsWith("systemctl restart barograph.service\n", printed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_part_that_takes_reports_is_renewed_with_the_rest()
    {
        string printed = await RunAsync(
            "use_ingest",
            "echo '# next version' >>barograph/deploy/systemd/barograph-ingest.service",
            "echo '# next version' >>barograph/deploy/systemd/barograph-ingest.socket",
            "touch barograph/barograph.dll",
            "upgrade here",
            $"tail -n 1 {Units}barograph-ingest.service {Units}barograph-ingest.socket",
            $"ls {Units}barograph-ingest.service.d",
            // Something else of the machine's own changed, and the program did not: nothing waits for a migration.
            "chmod 777 /var/lib/barograph; echo '== again'; sudo barograph/deploy/install.sh");

        string after = printed.Split("== here\n")[1];
        Assert.Contains("sudo systemctl restart barograph.service barograph-ingest.service\n", after, StringComparison.Ordinal);
        Assert.Contains($"==> {Units}barograph-ingest.service <==\n# next version\n", after, StringComparison.Ordinal);
        Assert.Contains($"==> {Units}barograph-ingest.socket <==\n# next version\njit.conf\n", after, StringComparison.Ordinal);
        Assert.EndsWith("\nsystemctl restart barograph.service barograph-ingest.service\n", after, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_part_that_takes_reports_is_taken_away_with_the_rest()
    {
        string printed = await RunAsync(
            "use_ingest",
            "echo '{}' >/etc/barograph/ingest.json",
            "sudo barograph/deploy/install.sh --uninstall",
            "echo \"left: $(ls $MACHINE/units /etc/systemd/system | grep barograph; ls /etc/barograph)\"",
            "sudo barograph/deploy/install.sh --uninstall --purge",
            "[ ! -e /etc/barograph ] && echo purged");

        Assert.Contains(
            "systemctl disable barograph.socket barograph.service barograph-backup.timer barograph-ingest.socket barograph-ingest.service\n", printed, StringComparison.Ordinal);
        Assert.Contains("The user barograph-devices", printed, StringComparison.Ordinal);
        Assert.Contains("left: ingest.json\n", printed, StringComparison.Ordinal);
        Assert.EndsWith("purged\n", printed, StringComparison.Ordinal);
    }

    private async Task<string> RunAsync(params string[] commands)
    {
        Assert.SkipUnless(Shell.IsRoot, "Only root can make a machine of its own; run the tests as root to see this pass.");
        (int exitCode, string transcript) = await OwnMachine.RunAsync(_scratch, _root.Build, [.. Machine, .. commands]);
        Assert.True(exitCode == 0, transcript);
        return transcript;
    }
}
