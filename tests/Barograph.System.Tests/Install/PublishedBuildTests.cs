using System.Diagnostics;

namespace Barograph.SystemTests.Install;

/// <summary>Both builds as they are given away, with and without the right to make machine code while they run.</summary>
[Trait("Category", "Slow")]
public sealed class PublishedBuildTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("jit")]
    [InlineData("aot")]
    public async Task It_needs_no_dotnet_and_takes_a_report(string kind)
    {
        PublishedBuild build = await PublishedBuild.GetAsync(kind);

        Assert.Equal("", build.Printed.Trim());
        await AssertServesAsync(build, []);
    }

    [Theory]
    [InlineData("jit", new string[0], new[] { "barograph.dbg", "barograph.pdb", "web.config", "barograph.staticwebassets.endpoints.json" })]
    [InlineData("aot", new string[0], new[] { "barograph.dll", "barograph.dbg", "libcoreclr.so", "web.config", "barograph.staticwebassets.endpoints.json" })]
    [InlineData("jit", new[] { "barograph", "barograph.dll", "deploy/install.sh", "deploy/barograph.json", "deploy/systemd/jit.conf" }, new string[0])]
    [InlineData("aot", new[] { "barograph", "libe_sqlite3.so", "deploy/install.sh", "deploy/barograph.json", "deploy/nginx/barograph.conf" }, new string[0])]
    public async Task The_folder_holds_what_a_server_needs(string kind, string[] present, string[] absent)
    {
        string folder = (await PublishedBuild.GetAsync(kind)).Folder;

        Assert.All(present, file => Assert.True(File.Exists(Path.Combine(folder, file)), file));
        Assert.All(absent, file => Assert.False(File.Exists(Path.Combine(folder, file)), file));
        Assert.True(kind == "jit" || Directory.GetFiles(folder).Length == 2, string.Join(' ', Directory.GetFiles(folder)));
        output.WriteLine($"{kind}: {Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length) / 1_000_000} MB");
    }

    /// <summary>What MemoryDenyWriteExecute=yes of barograph.service does, so with it the native build serves.</summary>
    [Theory]
    [InlineData(MemoryLock.ByKernel)]
    [InlineData(MemoryLock.ByFilter)]
    public async Task Native_code_serves_where_no_memory_may_become_code(string how)
    {
        if (await MemoryLock.IsMissingAsync(how))
        {
            output.WriteLine("This kernel is older than 6.3 and has no PR_SET_MDWE; systemd uses the filter there, which the other case tries.");
            return;
        }
        await AssertServesAsync(await PublishedBuild.GetAsync("aot"), MemoryLock.Launcher(how));
    }

    /// <summary>Why jit.conf exists.</summary>
    [Theory]
    [InlineData(MemoryLock.ByKernel)]
    [InlineData(MemoryLock.ByFilter)]
    public async Task The_build_that_compiles_while_it_runs_dies_there(string how)
    {
        if (await MemoryLock.IsMissingAsync(how))
        {
            output.WriteLine("This kernel is older than 6.3 and has no PR_SET_MDWE; systemd uses the filter there, which the other case tries.");
            return;
        }
        string program = (await PublishedBuild.GetAsync("jit")).Binary.Path;
        string[] launcher = MemoryLock.Launcher(how);

        Assert.Equal(0, await ExitCodeAsync([program, "--version"]));
        int locked = await ExitCodeAsync([.. launcher, program, "--version"]);

        output.WriteLine($"--version ends with {locked}");
        Assert.NotEqual(0, locked);
        Assert.NotEqual(MemoryLock.Failed, locked);
    }

    [Fact]
    public async Task The_folder_is_compiled_ahead_so_that_an_admin_command_starts_quickly()
    {
        PublishedBuild build = await PublishedBuild.GetAsync("jit");
        Place place = await Place.MakeAsync(Engine.Sqlite);
        await using BarographServer server = await BarographServer.StartAsync(place, new ServerOptions { Binary = build.Binary });
        List<double> times = [];
        for (int i = 0; i < 5; i++)
            times.Add((await ProductCommand.RunWithAsync(build.Binary, place.Folder, null, ["device", "list", .. place.Options])).Succeeded().Took.TotalMilliseconds);

        output.WriteLine($"device list: {string.Join(", ", times.Select(time => time.ToString("F0", System.Globalization.CultureInfo.InvariantCulture)))} ms");
        // Compiled ahead: what is compiled while it runs takes three times as long. The test suite shares its cores, so nothing is said about milliseconds.
        Assert.True(IsReadyToRun(Path.Combine(build.Folder, "barograph.dll")));
    }

    private static bool IsReadyToRun(string library)
    {
        using var reader = new System.Reflection.PortableExecutable.PEReader(File.OpenRead(library));
        return reader.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size > 0;
    }

    private static async Task AssertServesAsync(PublishedBuild build, string[] launcher)
    {
        Place place = await Place.MakeAsync(Engine.Sqlite);
        var options = new ServerOptions
        {
            Binary = build.Binary,
            Tracer = launcher,
            // No .NET of this machine.
            Environment = new Dictionary<string, string> { ["DOTNET_ROOT"] = "/nowhere" },
        };
        await using BarographServer server = await BarographServer.StartAsync(place, options);
        string token = await server.AddDeviceAsync("board", "--any-location");
        string reader = await server.AddTokenAsync("reader", "read");

        Assert.Equal(200, (await server.Api(token).ReportAsync("""{"location":"x","a":1}""")).Status);
        Assert.Equal([1], await server.Api(reader).ValuesAsync("x", "a"));
        // Instruments of the web server and the runtime, which trimming could have switched off.
        string metrics = (await server.Api(reader).GetAsync("/metrics")).Text;
        foreach (string name in (string[])["barograph_commit_duration_seconds_count", "http_server_request_duration_seconds_count", "dotnet_process_cpu_time_seconds_total"])
            Assert.Contains(name, metrics, StringComparison.Ordinal);
        Assert.Equal(0, await server.StopAsync());
    }

    private static async Task<int> ExitCodeAsync(string[] command)
    {
        using Process process = Shell.Start(command[0], command[1..]);
        process.StandardInput.Close();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        await process.StandardOutput.ReadToEndAsync();
        await errors;
        await process.WaitForExitAsync();
        return process.ExitCode;
    }
}
