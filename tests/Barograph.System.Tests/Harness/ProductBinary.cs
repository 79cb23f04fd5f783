using System.Diagnostics;

namespace Barograph.SystemTests.Harness;

/// <summary>The built executable, and the environment in which the tests always start it.</summary>
public sealed class ProductBinary
{
    private const string Override = "BAROGRAPH_TEST_SERVER";

    /// <summary>Built with the tests, or the one that the environment names.</summary>
    public static readonly ProductBinary Default = new(Environment.GetEnvironmentVariable(Override) ?? Built());

    /// <param name="path">The executable, or its .dll.</param>
    public ProductBinary(string path)
    {
        if (!File.Exists(path))
            throw new FileNotFoundException($"The server is not built; run: dotnet build src/Barograph.Server (or set {Override}).", path);
        Path = path;
    }

    public string Path { get; }

    /// <summary>Everything that depends on the machine is set against us: a decimal comma, and a summer time of half an hour.</summary>
    public ProcessStartInfo StartInfo(string workingDirectory, IEnumerable<string> arguments)
    {
        bool isLibrary = Path.EndsWith(".dll", StringComparison.Ordinal);
        var start = new ProcessStartInfo(isLibrary ? System.IO.Path.Combine(DotnetRoot(), "dotnet") : Path)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = workingDirectory,
        };
        if (isLibrary)
            start.ArgumentList.Add(Path);
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        foreach (string name in start.Environment.Keys.Where(name => name.StartsWith("BAROGRAPH_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        start.Environment["LANG"] = "de_DE.UTF-8";
        start.Environment["TZ"] = "Australia/Lord_Howe";
        start.Environment["DOTNET_ROOT"] = DotnetRoot();
        return start;
    }

    /// <summary>Copies it to where other users may read it, which the checkout need not be.</summary>
    public async Task<ProductBinary> CopyAsync(ScratchFolder folder)
    {
        await Shell.RunAsync("cp", "-r", System.IO.Path.GetDirectoryName(Path)! + "/.", folder.Path);
        return new ProductBinary(folder.File(System.IO.Path.GetFileName(Path)));
    }

    /// <summary>Lets another program start it.</summary>
    public static void StartBy(IReadOnlyList<string> starter, ProcessStartInfo start)
    {
        if (starter.Count == 0)
            return;
        string[] command = [.. starter.Skip(1), start.FileName, .. start.ArgumentList];
        start.FileName = starter[0];
        start.ArgumentList.Clear();
        foreach (string argument in command)
            start.ArgumentList.Add(argument);
    }

    private static string Built()
    {
        // artifacts/bin/Barograph.System.Tests/debug/ beside artifacts/bin/Barograph.Server/debug/
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        string folder = System.IO.Path.Combine(here.Parent!.Parent!.FullName, "Barograph.Server", here.Name);
        string executable = System.IO.Path.Combine(folder, "barograph");
        return File.Exists(executable) ? executable : executable + ".dll";
    }

    // …/shared/Microsoft.NETCore.App/10.0.0/System.Private.CoreLib.dll
    private static string DotnetRoot() =>
        new FileInfo(typeof(object).Assembly.Location).Directory!.Parent!.Parent!.Parent!.FullName;
}
