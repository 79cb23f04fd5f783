namespace Barograph.SystemTests.Install;

/// <summary>deploy/install.sh for real, below a root of its own. As root it makes and removes a real user.</summary>
public sealed class InstallScriptTests
{
    // path, mode, owner and group as root, where USER is the one of the test
    private static readonly (string Path, string Mode, string Owner)[] Rights =
    [
        ("opt/barograph", "0755", "root:root"),
        ("opt/barograph/barograph", "0755", "root:root"),
        ("opt/barograph/deploy/barograph.json", "0644", "root:root"),
        ("etc/barograph", "0755", "root:root"),
        ("etc/barograph/barograph.json", "0640", "root:USER"),
        ("var/lib/barograph", "0750", "USER:USER"),
        ("run/barograph", "2750", "USER:www-data"),
        ("etc/systemd/system/barograph.service", "0644", "root:root"),
        ("etc/systemd/system/barograph.socket", "0644", "root:root"),
        ("etc/tmpfiles.d/barograph.conf", "0644", "root:root"),
    ];

    [Fact]
    public async Task Everything_gets_its_place_its_mode_and_its_owner()
    {
        await using var root = new InstallRoot();

        await root.RunAsync();

        foreach ((string path, string mode, string owner) in Rights)
        {
            string me = Environment.UserName;
            string expected = Shell.IsRoot ? owner.Replace("USER", root.User, StringComparison.Ordinal) : $"{me}:";
            Assert.StartsWith($"{mode} {expected}", await root.RightsAsync(path), StringComparison.Ordinal);
        }
        Assert.Equal("1\n", await Shell.RunAsync(root.At("usr/local/bin/barograph")));
        // The units name the user that was made, and no other.
        foreach (string unit in (string[])["barograph.service", "barograph.socket"])
            Assert.Contains($"User={root.User}\n", File.ReadAllText(root.At("etc/systemd/system/" + unit)), StringComparison.Ordinal);
        Assert.DoesNotContain("User=barograph\n", await root.ReadAllUnitsAsync(), StringComparison.Ordinal);
        Assert.EndsWith($"d /run/barograph 2750 {root.User} www-data -\n", File.ReadAllText(root.At("etc/tmpfiles.d/barograph.conf")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_user_can_do_nothing_but_serve()
    {
        await using var root = new InstallRoot();
        string printed = await root.RunAsync();
        if (!Shell.IsRoot)
        {
            Assert.Contains("Only root can make the user", printed, StringComparison.Ordinal);
            return;
        }

        string[] account = (await InstallRoot.AccountAsync("passwd", root.User)).Split(':');
        Assert.Equal("/usr/sbin/nologin", account[^1]);
        Assert.Equal("/var/lib/barograph", account[^2]);
        // Neither a password nor a group of others, so no sudo.
        Assert.StartsWith("!", (await InstallRoot.AccountAsync("shadow", root.User)).Split(':')[1], StringComparison.Ordinal);
        Assert.Equal(root.User, (await Shell.RunAsync("id", "-Gn", root.User)).Trim());
        Assert.True(int.Parse(account[2], System.Globalization.CultureInfo.InvariantCulture) < 1000, "a system account");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_second_run_changes_nothing_and_says_so(bool jit)
    {
        await using var root = new InstallRoot();
        root.UseBuild(jit);
        Assert.DoesNotContain("nothing was changed", await root.RunAsync(), StringComparison.Ordinal);
        string before = await root.ListAsync();

        string printed = await root.RunAsync();

        Assert.Contains("Everything was as it should be; nothing was changed.", printed, StringComparison.Ordinal);
        Assert.Equal(before, await root.ListAsync());
    }

    [Fact]
    public async Task A_dry_run_tells_every_step_and_does_none()
    {
        await using var root = new InstallRoot();

        string printed = await root.RunAsync("--dry-run");

        Assert.False(Directory.Exists(root.Root));
        Assert.Equal("", await InstallRoot.AccountAsync("passwd", root.User));
        List<string> would = [.. printed.Split('\n').Where(line => line.StartsWith("would ", StringComparison.Ordinal)).Select(line => line["would ".Length..])];
        Assert.Contains(would, line => line.EndsWith("etc/barograph/barograph.json", StringComparison.Ordinal));
        // What it then does is what it told.
        string done = await root.RunAsync();
        foreach (string step in would.Where(line => !line.StartsWith("give it", StringComparison.Ordinal) && (Shell.IsRoot || !line.Contains(root.User, StringComparison.Ordinal))))
            Assert.Contains(step + "\n", done, StringComparison.Ordinal);

        // The same for taking away.
        string before = await root.ListAsync();
        Assert.Contains("would remove", await root.RunAsync("--uninstall", "--purge", "--dry-run"), StringComparison.Ordinal);
        Assert.Equal(before, await root.ListAsync());
        Assert.Equal(Shell.IsRoot, await InstallRoot.AccountAsync("passwd", root.User) != "");
    }

    [Fact]
    public async Task Uninstalling_leaves_the_readings_and_nothing_else()
    {
        await using var root = new InstallRoot();
        root.UseBuild(jit: true);
        await root.RunAsync();
        File.WriteAllText(root.At("var/lib/barograph/barograph.db"), "readings");

        string printed = await root.RunAsync("--uninstall");

        Assert.Contains("The readings stay", printed, StringComparison.Ordinal);
        Assert.Equal("var/lib/barograph/barograph.db", await root.FilesAsync());
        // Their owner stays too: his number must not become somebody else's.
        Assert.Equal(Shell.IsRoot, await InstallRoot.AccountAsync("passwd", root.User) != "");
        Assert.Contains("nothing was changed", await root.RunAsync("--uninstall"), StringComparison.Ordinal);

        await root.RunAsync("--uninstall", "--purge");
        Assert.Equal("", await root.FilesAsync());
        Assert.Equal(("", ""), (await InstallRoot.AccountAsync("passwd", root.User), await InstallRoot.AccountAsync("group", root.User)));
    }

    [Fact]
    public async Task Without_readings_the_user_goes_too()
    {
        await using var root = new InstallRoot();
        await root.RunAsync();

        await root.RunAsync("--uninstall");

        Assert.Equal("", await root.FilesAsync());
        Assert.Equal(("", ""), (await InstallRoot.AccountAsync("passwd", root.User), await InstallRoot.AccountAsync("group", root.User)));
    }

    [Fact]
    public async Task An_installation_is_renewed_and_taken_away_under_the_names_that_it_was_made_with()
    {
        await using var root = new InstallRoot();
        await root.RunAsync("--web-group", "daemon");
        string before = await root.ListAsync();
        root.TellsUser = false;

        Assert.Contains("nothing was changed", await root.RunAsync(), StringComparison.Ordinal);
        Assert.Equal(before, await root.ListAsync());
        Assert.Contains("SocketGroup=daemon\n", await root.ReadAllUnitsAsync(), StringComparison.Ordinal);

        await root.RunAsync("--uninstall");
        Assert.Equal(("", ""), (await InstallRoot.AccountAsync("passwd", root.User), await InstallRoot.AccountAsync("group", root.User)));
    }

    [Fact]
    public async Task A_user_who_was_here_before_stays()
    {
        Assert.SkipUnless(Shell.IsRoot, "Only root can make a user; run the tests as root to see this pass.");
        await using var root = new InstallRoot();
        await Shell.RunAsync("useradd", "--user-group", "--home-dir", "/nonexistent", root.User);
        await root.RunAsync();
        root.TellsUser = false;

        string printed = await root.RunAsync("--uninstall", "--purge");

        Assert.Contains($"The user {root.User} was here before", printed, StringComparison.Ordinal);
        Assert.NotEqual("", await InstallRoot.AccountAsync("passwd", root.User));
    }

    [Fact]
    public async Task Edited_settings_are_never_touched_and_others_are_renewed()
    {
        await using var root = new InstallRoot();
        await root.RunAsync();
        string settings = root.At("etc/barograph/barograph.json");
        string newer = Path.Combine(root.Build, "deploy", "barograph.json");

        // Nobody has edited it: the next version's manual takes its place.
        File.AppendAllText(newer, "// next version\n");
        await root.RunAsync();
        Assert.Equal(File.ReadAllText(newer), File.ReadAllText(settings));

        File.WriteAllText(settings, """{"data": "/srv"}""");
        File.AppendAllText(newer, "// and the next\n");
        string printed = await root.RunAsync();
        Assert.Contains("was edited and stays as it is", printed, StringComparison.Ordinal);
        Assert.Equal("""{"data": "/srv"}""", File.ReadAllText(settings));

        await root.RunAsync("--uninstall");
        Assert.Equal("etc/barograph/barograph.json", await root.FilesAsync());
    }

    [Fact]
    public async Task Modes_and_owners_that_were_changed_are_put_right()
    {
        await using var root = new InstallRoot();
        await root.RunAsync();
        foreach (string path in (string[])["etc/barograph/barograph.json", "var/lib/barograph", "run/barograph"])
            await Shell.RunAsync("chmod", "0777", root.At(path));
        if (Shell.IsRoot)
            await Shell.RunAsync("chown", "www-data:www-data", root.At("etc/barograph/barograph.json"), root.At("run/barograph"));

        await root.RunAsync();

        Assert.StartsWith(Shell.IsRoot ? $"0640 root:{root.User}" : "0640", await root.RightsAsync("etc/barograph/barograph.json"), StringComparison.Ordinal);
        Assert.StartsWith("0750", await root.RightsAsync("var/lib/barograph"), StringComparison.Ordinal);
        Assert.StartsWith(Shell.IsRoot ? $"2750 {root.User}:www-data" : "2750", await root.RightsAsync("run/barograph"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_the_build_that_compiles_while_it_runs_gets_the_drop_in()
    {
        await using var root = new InstallRoot();
        string dropIn = root.At("etc/systemd/system/barograph.service.d/jit.conf");

        root.UseBuild(jit: true);
        await root.RunAsync();
        Assert.True(File.Exists(dropIn));

        root.UseBuild(jit: false);
        await root.RunAsync();
        Assert.False(Directory.Exists(Path.GetDirectoryName(dropIn)));
        Assert.False(File.Exists(root.At("opt/barograph/barograph.dll")), "The new version leaves nothing of the old one.");
    }

    [Fact]
    public async Task Readings_of_a_trial_in_the_published_folder_are_not_given_to_everybody()
    {
        await using var root = new InstallRoot();
        Directory.CreateDirectory(Path.Combine(root.Build, "data"));
        File.WriteAllText(Path.Combine(root.Build, "data", "barograph.db"), "secret");

        await root.RunAsync();

        Assert.False(Directory.Exists(root.At("opt/barograph/data")));
        Assert.Contains("nothing was changed", await root.RunAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Readings_of_a_server_that_was_started_by_hand_in_its_folder_survive_an_upgrade_and_an_uninstall()
    {
        await using var root = new InstallRoot();
        await root.RunAsync();
        string rights = await StartByHandAsync(root);
        File.AppendAllText(Path.Combine(root.Build, "barograph"), "# next version\n");

        string printed = await root.RunAsync();

        Assert.Contains("There are readings in", printed, StringComparison.Ordinal);
        Assert.EndsWith("# next version\n", File.ReadAllText(root.At("opt/barograph/barograph")), StringComparison.Ordinal);
        Assert.Equal("readings", File.ReadAllText(root.At("opt/barograph/data/barograph.db")));
        Assert.Equal(rights, await root.RightsAsync("opt/barograph/data"));

        string before = await root.ListAsync();
        (int exitCode, string refused) = await root.TryAsync("--uninstall");
        Assert.NotEqual(0, exitCode);
        Assert.Contains("opt/barograph/data. Move them to another place", refused, StringComparison.Ordinal);
        Assert.Equal(before, await root.ListAsync());

        await root.RunAsync("--uninstall", "--purge");
        Assert.Equal("", await root.FilesAsync());
    }

    /// <summary>A power cut between two steps leaves the old folder aside.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_upgrade_that_was_cut_off_still_has_the_readings(bool newOneIsInPlace)
    {
        await using var root = new InstallRoot();
        await root.RunAsync();
        await StartByHandAsync(root);
        Directory.Move(root.At("opt/barograph"), root.At("opt/barograph.old"));
        if (newOneIsInPlace)
            await Shell.RunAsync("cp", "-R", root.Build, root.At("opt/barograph"));

        await root.RunAsync();

        Assert.Equal("readings", File.ReadAllText(root.At("opt/barograph/data/barograph.db")));
        Assert.False(Directory.Exists(root.At("opt/barograph.old")));
        Assert.True(File.Exists(root.At("opt/barograph/barograph")));
    }

    [Theory]
    [InlineData("is not known", "--colour")]
    [InlineData("needs a value", "--from")]
    [InlineData("is no name", "--user", "a b")]
    [InlineData("is no name", "--user", "x;reboot")]
    [InlineData("is no name", "--web-group", "../x")]
    [InlineData("goes with --uninstall", "--purge")]
    [InlineData("There is no published Barograph in /nowhere", "--from", "/nowhere")]
    public async Task What_it_cannot_do_it_says_and_does_nothing(string expected, params string[] options)
    {
        await using var root = new InstallRoot();

        (int exitCode, string printed) = await root.TryAsync(options);

        Assert.NotEqual(0, exitCode);
        Assert.Contains(expected, printed, StringComparison.Ordinal);
        Assert.False(Directory.Exists(root.Root));
    }

    [Theory]
    [InlineData("sh", "-n")]
    [InlineData("bash", "-n")]
    [InlineData("shellcheck", "--shell=sh")]
    public async Task The_script_is_sound(string checker, string option) => Assert.Equal("", await Shell.RunAsync(checker, option, InstallRoot.Script));

    [Fact]
    public async Task Its_help_names_every_option()
    {
        string help = await Shell.RunAsync("sh", InstallRoot.Script, "--help");

        foreach (string option in (string[])["--from", "--prefix", "--user", "--web-group", "--dry-run", "--uninstall", "--purge"])
            Assert.Contains(option, help, StringComparison.Ordinal);
        Assert.DoesNotContain("set -eu", help, StringComparison.Ordinal);
    }

    /// <summary>Readings in the program's folder, as "cd /opt/barograph &amp;&amp; sudo ./barograph serve" leaves them. Returns the rights of their folder.</summary>
    private static async Task<string> StartByHandAsync(InstallRoot root)
    {
        Directory.CreateDirectory(root.At("opt/barograph/data"));
        File.WriteAllText(root.At("opt/barograph/data/barograph.db"), "readings");
        await Shell.RunAsync("chmod", "0700", root.At("opt/barograph/data"));
        return await root.RightsAsync("opt/barograph/data");
    }
}
