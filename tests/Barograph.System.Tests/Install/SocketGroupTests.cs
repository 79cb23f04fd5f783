using System.Globalization;

namespace Barograph.SystemTests.Install;

/// <summary>The socket that the server makes itself, without systemd: its mode and its group are right before anybody can connect.</summary>
public sealed class SocketGroupTests
{
    /// <summary>Root's own choice; anybody else has only the groups that he is in.</summary>
    private static async Task<string> GroupAsync() =>
        Shell.IsRoot ? "www-data" : (await Shell.RunAsync("id", "-Gn")).Trim().Split(' ')[^1];

    [Fact]
    public async Task A_socket_that_a_crash_left_is_replaced_with_mode_and_group()
    {
        Place place = await Place.MakeAsync(Engine.Sqlite);
        string group = await GroupAsync();
        await using BarographServer server = await BarographServer.StartAsync(place, new ServerOptions
        {
            OnUnixSocket = true,
            Environment = new Dictionary<string, string> { ["BAROGRAPH_SOCKET_GROUP"] = group },
        });
        Assert.Equal($"660 {group}", await RightsAsync(place));

        await server.KillAsync();
        await Shell.RunAsync("chmod", "0777", place.SocketPath);
        await server.StartAsync();

        Assert.Equal($"660 {group}", await RightsAsync(place));
    }

    [Fact]
    public async Task The_folder_gives_its_group_where_no_setting_does()
    {
        Place place = await Place.MakeAsync(Engine.Sqlite);
        string group = await GroupAsync();
        await Shell.RunAsync("chgrp", group, place.Folder);
        await Shell.RunAsync("chmod", "2750", place.Folder);
        await using BarographServer server = await BarographServer.StartAsync(place, new ServerOptions { OnUnixSocket = true });
        await server.KillAsync();

        await server.StartAsync();

        Assert.Equal($"660 {group}", await RightsAsync(place));
    }

    /// <summary>As the kernel saw it: bound, given to the group, opened for it, and only then listened on.</summary>
    [Fact]
    public async Task Nobody_can_connect_before_mode_and_group_are_right()
    {
        Place place = await Place.MakeAsync(Engine.Sqlite);
        string trace = Path.Combine(place.Folder, "trace");
        string group = await GroupAsync();
        // In the process's own group there would be nothing to change.
        bool changes = group != (await Shell.RunAsync("id", "-gn")).Trim();
        await using BarographServer server = await BarographServer.StartAsync(place, new ServerOptions
        {
            OnUnixSocket = true,
            Tracer = ["strace", "-f", "-e", "trace=bind,listen,chmod,fchmodat,lchown,fchownat,chown", "-o", trace],
            Environment = new Dictionary<string, string> { ["BAROGRAPH_SOCKET_GROUP"] = group },
        });
        // strace ends with the server, and not the other way round.
        int traced = int.Parse(await Shell.RunAsync("pgrep", "-P", server.ProcessId.ToString(CultureInfo.InvariantCulture)), CultureInfo.InvariantCulture);
        await Shell.SignalAsync("TERM", traced);
        await server.EndAsync();

        string[] lines = File.ReadAllLines(trace);
        int bound = Array.FindIndex(lines, line => line.Contains("bind(", StringComparison.Ordinal) && line.Contains(place.SocketPath, StringComparison.Ordinal));
        string[] after = [.. lines[bound..].TakeWhile(line => !line.Contains("listen(", StringComparison.Ordinal))];
        int owner = Array.FindIndex(after, line => line.Contains("chown", StringComparison.Ordinal) && line.Contains(place.SocketPath, StringComparison.Ordinal));
        int mode = Array.FindIndex(after, line => line.Contains("chmod", StringComparison.Ordinal) && line.Contains("0660", StringComparison.Ordinal));
        Assert.True(after.Length < lines.Length - bound, "It listens in the end.");
        Assert.True(mode > 0 && (!changes || (owner > 0 && owner < mode)), string.Join('\n', lines));
    }

    [Theory]
    [InlineData("nobody-is-in-this", "There is no group \"nobody-is-in-this\"")]
    public async Task A_group_that_is_not_there_is_refused(string group, string words)
    {
        (int exitCode, string printed) = await BarographServer.StartInVainAsync(await Place.MakeAsync(Engine.Sqlite), new ServerOptions
        {
            OnUnixSocket = true,
            Environment = new Dictionary<string, string> { ["BAROGRAPH_SOCKET_GROUP"] = group },
        });

        Assert.NotEqual(0, exitCode);
        Assert.Contains(words, printed, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", printed, StringComparison.Ordinal);
    }

    private static async Task<string> RightsAsync(Place place) => (await Shell.RunAsync("stat", "-c", "%a %G", place.SocketPath)).Trim();
}
