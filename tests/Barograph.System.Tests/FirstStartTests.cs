using System.Net;
using System.Net.Sockets;

namespace Barograph.SystemTests;

/// <summary>A fresh machine: what is made and said at the first start, and what is not at the second.</summary>
public sealed class FirstStartTests
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task The_link_the_password_the_curl_line_and_the_reading_is_there(Engine engine)
    {
        await using BarographServer server = await BarographServer.StartAsync(await Place.MakeAsync(engine));
        string link = (await File.ReadAllTextAsync(DataFile(server, "set-up-link.txt"), TestContext.Current.CancellationToken)).Trim();
        string curl = (await File.ReadAllTextAsync(DataFile(server, "first-board.txt"), TestContext.Current.CancellationToken)).Trim();
        Assert.StartsWith(server.BaseAddress + "/setup?", link, StringComparison.Ordinal);
        Assert.Contains("    " + server.BaseAddress, server.Printed.Lines);
        AssertNoSecretIsPrinted(server, link, curl);
        foreach (string file in (string[])["set-up-link.txt", "first-board.txt"])
            Assert.Equal(Private, File.GetUnixFileMode(DataFile(server, file)));

        string posted = await Shell.RunAsync("/bin/sh", "-c", "exec " + curl);
        Assert.Contains("\"stored\":2", posted, StringComparison.Ordinal);

        string path = Owner.SetUpPath(server);
        Assert.Equal(200, (await server.Api().GetAsync(path)).Status);
        Assert.Equal(404, (await server.Api().GetAsync(path[..^1] + "x")).Status);
        string code = path[(path.IndexOf('=', StringComparison.Ordinal) + 1)..];
        Assert.Equal(400, (await Owner.PostFormAsync(server, "/setup", $"code={code}&name=owner&password=short")).Status);
        string cookie = await Owner.SetUpAsync(server);

        RawAnswer page = await server.Api().GetAsync("/", cookie);
        Assert.Equal(200, page.Status);
        Assert.Contains("<div id=\"app\">", page.Text, StringComparison.Ordinal);
        RawAnswer latest = await server.Api().GetAsync("/api/v1/latest", cookie);
        Assert.Equal([40.1, 21.4], latest.Json.EnumerateArray().Select(sample => sample.GetProperty("value").GetDouble()));

        // The link is spent.
        Assert.Equal(404, (await server.Api().GetAsync(path)).Status);
        Assert.Equal(404, (await Owner.PostFormAsync(server, "/setup", $"code={code}&name=thief&password=long-enough-password")).Status);
        Assert.False(File.Exists(DataFile(server, "set-up-link.txt")));
    }

    /// <summary>The Web SDK would make it the project's folder, and the readings would lie among the sources.</summary>
    [Fact]
    public async Task Dotnet_run_works_in_the_folder_where_it_is_typed()
    {
        using ScratchFolder typedIn = new();
        await File.WriteAllTextAsync(typedIn.File("barograph.json"), "{\"strore\": \"sqlite:x\"}", TestContext.Current.CancellationToken);
        string project = Path.Combine(Repository.Root, "src", "Barograph.Server");

        string said = await Shell.RunAsync("/bin/sh", "-c", $"cd '{typedIn.Path}' && dotnet run --no-build --project '{project}' -- device list 2>&1 || true");

        Assert.Contains("strore", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task The_second_start_makes_no_new_device(Engine engine)
    {
        await using BarographServer server = await BarographServer.StartAsync(await Place.MakeAsync(engine));
        string firstLink = Owner.SetUpPath(server);
        string curl = await File.ReadAllTextAsync(DataFile(server, "first-board.txt"), TestContext.Current.CancellationToken);

        Assert.Equal(0, await server.StopAsync());
        await server.StartAsync();

        // No owner yet, so there is a new link, and the old one is worth nothing.
        Assert.NotEqual(firstLink, Owner.SetUpPath(server));
        Assert.Equal(404, (await server.Api().GetAsync(firstLink)).Status);
        await Owner.SetUpAsync(server);
        Assert.Equal(0, await server.StopAsync());
        await server.StartAsync();

        Assert.False(File.Exists(DataFile(server, "set-up-link.txt")));
        Assert.Equal(curl, await File.ReadAllTextAsync(DataFile(server, "first-board.txt"), TestContext.Current.CancellationToken));
        Assert.DoesNotContain(server.Printed.Lines, line => line.Contains("first", StringComparison.OrdinalIgnoreCase));
        var devices = (await server.CommandAsync("device", "list", "--json")).Json;
        Assert.Equal(["first"], devices.EnumerateArray().Select(device => device.GetProperty("name").GetString()));
        Assert.Contains("\"stored\":2", await Shell.RunAsync("/bin/sh", "-c", "exec " + curl), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_files_of_a_SQLite_store_are_for_the_servers_user_only()
    {
        await using BarographServer server = await BarographServer.StartAsync(await Place.MakeAsync(Engine.Sqlite));
        string[] files = Directory.GetFileSystemEntries(server.Place.Data);
        Assert.Contains(files, file => file.EndsWith("barograph.db", StringComparison.Ordinal));
        Assert.Contains(files, file => file.EndsWith("-control", StringComparison.Ordinal));
        Assert.All(files, file => Assert.True(
            (File.GetUnixFileMode(file) & ~(Private | UnixFileMode.UserExecute)) == 0, $"{file} has {File.GetUnixFileMode(file)}"));
    }

    [Fact]
    public async Task A_second_server_on_the_same_SQLite_file_is_refused()
    {
        await using BarographServer server = await BarographServer.StartAsync(await Place.MakeAsync(Engine.Sqlite));
        string file = Path.Combine(server.Place.Data, "barograph.db");

        (int exitCode, string printed) = await BarographServer.StartInVainAsync(
            await Place.MakeAsync(Engine.Sqlite), new ServerOptions { More = ["--store", "sqlite:" + file] });

        Assert.NotEqual(0, exitCode);
        Assert.Contains(file, printed, StringComparison.Ordinal);
        AssertIsASentence(printed);
        Assert.Equal(200, (await server.Api().GetAsync("/readyz")).Status);
    }

    [Fact]
    public async Task A_port_in_use_is_said_clearly()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        int port = ((IPEndPoint)taken.LocalEndpoint).Port;

        (int exitCode, string printed) = await BarographServer.StartInVainAsync(
            await Place.MakeAsync(Engine.Sqlite), new ServerOptions { Port = port });

        Assert.NotEqual(0, exitCode);
        Assert.Contains(port.ToString(global::System.Globalization.CultureInfo.InvariantCulture), printed, StringComparison.Ordinal);
        AssertIsASentence(printed);
    }

    [Fact]
    public async Task A_store_that_is_no_database_is_refused_and_left_alone()
    {
        Place place = await Place.MakeAsync(Engine.Sqlite);
        Directory.CreateDirectory(place.Data);
        string file = Path.Combine(place.Data, "barograph.db");
        await File.WriteAllTextAsync(file, new string('x', 10_000), TestContext.Current.CancellationToken);

        (int exitCode, string printed) = await BarographServer.StartInVainAsync(place, new ServerOptions { Keep = true });

        string after = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        place.Dispose();
        Assert.NotEqual(0, exitCode);
        AssertIsASentence(printed);
        Assert.Equal(new string('x', 10_000), after);
    }

    [Fact]
    public async Task It_works_over_a_Unix_socket_and_starts_again_after_kill_9()
    {
        await using BarographServer server = await BarographServer.StartAsync(
            await Place.MakeAsync(Engine.Sqlite), new ServerOptions { OnUnixSocket = true });
        string token = await server.AddDeviceAsync("board", "--any-location");

        await server.KillAsync();
        await server.StartAsync();

        Assert.Equal(200, (await server.Api(token).ReportAsync("""{"location":"socket","a":1}""")).Status);
    }

    private static string DataFile(BarographServer server, string name) => Path.Combine(server.Place.Data, name);

    private static void AssertNoSecretIsPrinted(BarographServer server, string link, string curl)
    {
        string token = curl.Split("Bearer ")[1].Split('"')[0];
        Assert.DoesNotContain(token, server.Printed.All, StringComparison.Ordinal);
        Assert.DoesNotContain(link.Split('=')[1], server.Printed.All, StringComparison.Ordinal);
    }

    private static void AssertIsASentence(string printed)
    {
        Assert.DoesNotContain("   at ", printed, StringComparison.Ordinal);
        Assert.DoesNotContain("Unhandled", printed, StringComparison.Ordinal);
    }
}
