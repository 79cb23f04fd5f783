using System.Diagnostics;

namespace Barograph.SystemTests.Install;

/// <summary>What the doctor finds on the machine: modes, groups, backups, space.</summary>
public sealed class DoctorMachineTests
{
    private const string WithPassword = "postgres:Host=/nowhere;Database=d;Username=u;Password=p";

    [Theory]
    [InlineData(null, "warning", "data/backups. Make one with: barograph backup")]
    [InlineData(-1, "warning", "Make one with: barograph backup")]
    [InlineData(1, "fine", "1 hours old")]
    [InlineData(47, "fine", "47 hours old")]
    [InlineData(49, "warning", "journalctl -u barograph-backup")]
    public async Task Backups_are_looked_for(int? age, string level, string words)
    {
        using Place place = await Place.MakeAsync(Engine.Sqlite);
        string folder = Path.Combine(place.Folder, "backups");
        Directory.CreateDirectory(folder);
        // Neither an empty one, nor what a killed run left, nor another file counts.
        File.WriteAllText(Path.Combine(folder, "barograph-2026-11-23T021500Z.db"), "");
        foreach (string name in (string[])["notes.txt", "barograph-2026-11-23T021500Z.db.part", "barograph-2026-11-23T021500Z.db-journal", "barograph.dump"])
            File.WriteAllText(Path.Combine(folder, name), "x");
        if (age > 0)
            foreach (int hours in (int[])[age.Value, 24 * 30])
            {
                string file = Path.Combine(folder, $"barograph-2026-11-22T{hours:000000}Z.db");
                File.WriteAllText(file, "x");
                File.SetLastWriteTimeUtc(file, TimeProvider.System.GetUtcNow().UtcDateTime - TimeSpan.FromHours(hours));
            }

        DoctorVisit visit = age is null ? await DoctorVisit.MakeAsync(place) : await DoctorVisit.MakeAsync(place, ("BAROGRAPH_BACKUPS", folder));

        visit.Says("backups", level, words);
    }

    [Fact]
    public async Task A_folder_for_backups_that_is_missing_is_told()
    {
        using Place place = await Place.MakeAsync(Engine.Sqlite);

        (await DoctorVisit.MakeAsync(place, ("BAROGRAPH_BACKUPS", Path.Combine(place.Folder, "none")))).Says("backups", "warning", "There is no backup in");
    }

    [Theory]
    [InlineData("barograph.dump.part", 1, "notice", "docs/backup.md")]
    [InlineData("barograph-2026-11-23T021500Z.db", 1, "notice", "docs/backup.md")]
    [InlineData("barograph.dump", 1, "fine", "barograph.dump, is 1 hours old")]
    [InlineData("barograph-2026-11-23.dump", 47, "fine", "47 hours old")]
    [InlineData("barograph.dump", 49, "warning", "docs/backup.md")]
    public async Task Backups_of_PostgreSQL_are_made_by_others(string name, int age, string level, string words)
    {
        using Place place = await Place.MakeAsync(Engine.Sqlite);
        string folder = Path.Combine(place.Folder, "backups"), file = Path.Combine(folder, name);
        Directory.CreateDirectory(folder);
        File.WriteAllText(file, "x");
        File.SetLastWriteTimeUtc(file, TimeProvider.System.GetUtcNow().UtcDateTime - TimeSpan.FromHours(age));

        DoctorVisit visit = await DoctorVisit.MakeAsync(place, ("BAROGRAPH_STORE", "postgres:Host=/nowhere;Username=u"), ("BAROGRAPH_BACKUPS", folder));

        visit.Says("backups", level, words);
    }

    [Theory]
    [InlineData("0644", "fault", "chmod o= ")]
    [InlineData("0640", "fine", "only ")]
    [InlineData("0600", "fine", "only ")]
    public async Task A_password_that_everybody_can_read_is_a_fault(string mode, string level, string words)
    {
        using Place place = await Place.MakeAsync(Engine.Sqlite);
        string settings = Path.Combine(place.Folder, "barograph.json"), secret = Path.Combine(place.Folder, "store");
        File.WriteAllText(secret, WithPassword);
        File.WriteAllText(settings, $$"""{"store": "{{WithPassword}}"}""");
        await Shell.RunAsync("chmod", mode, settings, secret);

        // In the settings file itself, in the file that it names, and in the one that a variable names.
        (await DoctorVisit.MakeAsync(place)).Says("password file", level, words + (level == "fault" ? "./barograph.json" : ""));
        File.WriteAllText(settings, $$"""{"storeFile": "{{secret}}"}""");
        (await DoctorVisit.MakeAsync(place)).Says("password file", level, words + (level == "fault" ? secret : ""));
        File.Delete(settings);
        (await DoctorVisit.MakeAsync(place, ("BAROGRAPH_STORE_FILE", secret))).Says("password file", level, words + (level == "fault" ? secret : ""));
    }

    [Fact]
    public async Task Settings_without_a_password_may_be_read()
    {
        using Place place = await Place.MakeAsync(Engine.Sqlite);
        File.WriteAllText(Path.Combine(place.Folder, "barograph.json"), """{"store": "postgres:Host=/nowhere;Username=u"}""");

        Assert.Empty((await DoctorVisit.MakeAsync(place)).About("password file"));
    }

    [Fact]
    public async Task Who_can_connect_to_the_socket_is_told()
    {
        Place place = await Place.MakeAsync(Engine.Sqlite);
        await Shell.RunAsync("chmod", "0711", place.Folder);
        await using BarographServer server = await BarographServer.StartAsync(place, new ServerOptions { OnUnixSocket = true });
        (string, string) urls = ("BAROGRAPH_URLS", "http://unix:" + place.SocketPath);

        // In a group that nginx is not in.
        (await DoctorVisit.MakeAsync(place, urls)).Says("socket rights", "warning", "The web server's user www-data may not connect");
        await Shell.RunAsync("chmod", "0600", place.SocketPath);
        (await DoctorVisit.MakeAsync(place, urls)).Says("socket rights", "warning", "so a web server cannot");
        await Shell.RunAsync("chmod", "0666", place.SocketPath);
        (await DoctorVisit.MakeAsync(place, urls)).Says("socket rights", "fault", "Everybody on this machine can connect");
        if (!Shell.IsRoot)
            return;
        await Shell.RunAsync("chmod", "0660", place.SocketPath);
        await Shell.RunAsync("chgrp", "www-data", place.Folder, place.SocketPath);
        await Shell.RunAsync("chmod", "0700", place.Folder);
        (await DoctorVisit.MakeAsync(place, urls)).Says("socket rights", "warning", "may not connect");
        await Shell.RunAsync("chmod", "2750", place.Folder);
        (await DoctorVisit.MakeAsync(place, urls)).Says("socket rights", "fine", "and the group www-data can connect");
    }

    [Fact]
    public async Task Modes_of_the_store_and_its_folder_are_told()
    {
        Place place = await Place.MakeAsync(Engine.Sqlite);
        await using BarographServer server = await BarographServer.StartAsync(place);
        DoctorVisit before = await DoctorVisit.MakeAsync(place);
        before.Says("file mode", "fine", "Only the owner");
        before.Says("folder mode", "fine", "Only the owner");

        await Shell.RunAsync("chmod", "0775", place.Data);
        await Shell.RunAsync("chmod", "0644", Path.Combine(place.Data, "barograph.db"));

        DoctorVisit after = await DoctorVisit.MakeAsync(place);
        after.Says("file mode", "warning", "chmod 600");
        after.Says("folder mode", "warning", "chmod go-w " + place.Data);
    }

    [Fact]
    public async Task Without_a_store_the_rest_is_examined_all_the_same()
    {
        using Place place = await Place.MakeAsync(Engine.Sqlite);

        DoctorVisit visit = await DoctorVisit.MakeAsync(place);

        visit.Says("store", "fault", "There is no store at");
        Assert.NotEmpty(visit.About("backups"));
    }

    [Fact]
    public async Task The_time_service_is_asked_for()
    {
        using Place place = await Place.MakeAsync(Engine.Sqlite);

        string found = Assert.Single((await DoctorVisit.MakeAsync(place)).About("time service"));

        // The kernel's own word, read independently: STA_UNSYNC in the status of adjtimex(2), whose number differs between machines.
        string status = await Shell.RunAsync("perl", "-e",
            "use POSIX; my $t = \"\\0\" x 208; syscall((POSIX::uname())[4] eq 'aarch64' ? 171 : 159, $t); print unpack('x40 l', $t) & 0x40 ? 'warning' : 'fine'");
        Assert.StartsWith(status + ": ", found, StringComparison.Ordinal);
    }

    /// <summary>A disk of its own for the store, which only the command sees.</summary>
    [Theory]
    [InlineData("60m", "fault")]
    [InlineData("500m", "warning")]
    public async Task A_disk_that_gets_full_is_told(string size, string level)
    {
        using Place place = await Place.MakeAsync(Engine.Sqlite);
        await using (BarographServer server = await BarographServer.StartAsync(place, new ServerOptions { Keep = true }))
            Assert.Equal(0, await server.StopAsync());
        string disk = Path.Combine(place.Folder, "disk");
        Directory.CreateDirectory(disk);
        string store = Path.Combine(disk, "barograph.db");
        ProcessStartInfo product = ProductBinary.Default.StartInfo(place.Folder, []);
        ProcessStartInfo start = ProductBinary.Default.StartInfo(place.Folder, [Shell.IsRoot ? "-m" : "-rm", "sh", "-c",
            "mount -t tmpfs -o size=$1 tmpfs $2 && cp $3 $2/barograph.db && shift 3 && exec \"$@\"", "sh", size, disk, Path.Combine(place.Data, "barograph.db"),
            product.FileName, .. product.ArgumentList, "doctor", "--json", "--store", "sqlite:" + store]);
        start.FileName = "unshare";

        var visit = new DoctorVisit(await ProductCommand.RunAsync(start, null));

        visit.Says("disk space", level, "make some room");
    }
}
