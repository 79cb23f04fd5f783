using System.Diagnostics;
using System.Globalization;

namespace Barograph.SystemTests.Install;

/// <summary>
/// A root of its own for deploy/install.sh, with a user of its own, both gone at the end. What is installed is the real deploy/ folder, beside
/// a program that is only a name.
/// </summary>
public sealed class InstallRoot : IAsyncDisposable
{
    private readonly ScratchFolder _folder = new();

    public InstallRoot()
    {
        Directory.CreateDirectory(Build);
        File.WriteAllText(Path.Combine(Build, "barograph"), "#!/bin/sh\necho 1\n");
        File.SetUnixFileMode(Path.Combine(Build, "barograph"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        foreach (string file in Directory.GetFiles(Source, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(Build, "deploy", Path.GetRelativePath(Source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    public static string Source { get; } = Path.Combine(Repository.Root, "deploy");

    public static string Script { get; } = Path.Combine(Source, "install.sh");

    /// <summary>Its user and group, as nobody else's are called.</summary>
    public string User { get; } = "bgt-" + Random.Shared.Next().ToString("x8", CultureInfo.InvariantCulture);

    /// <summary>Whether the script is told the user, or has to see it in what is installed.</summary>
    public bool TellsUser { get; set; } = true;

    /// <summary>The published folder.</summary>
    public string Build => _folder.File("build");

    public string Root => _folder.File("root");

    public string At(string path) => Path.Combine(Root, path);

    /// <summary>Makes the build look like the one that compiles while it runs, or like native code.</summary>
    public void UseBuild(bool jit)
    {
        string library = Path.Combine(Build, "barograph.dll");
        File.Delete(library);
        if (jit)
            File.WriteAllText(library, "code");
    }

    /// <summary>Runs the script; it must succeed.</summary>
    public async Task<string> RunAsync(params string[] options)
    {
        (int exitCode, string printed) = await TryAsync(options);
        Assert.True(exitCode == 0, printed);
        return printed;
    }

    public Task<(int ExitCode, string Printed)> TryAsync(params string[] options) => TryWithAsync(Build, options);

    public async Task<(int ExitCode, string Printed)> TryWithAsync(string build, params string[] options)
    {
        using Process process = Shell.Start("sh", [Script, "--from", build, "--prefix", Root, .. TellsUser ? ["--user", User] : Array.Empty<string>(), .. options]);
        process.StandardInput.Close();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string printed = await process.StandardOutput.ReadToEndAsync();
        printed += await errors;
        await process.WaitForExitAsync();
        return (process.ExitCode, printed);
    }

    /// <summary>Everything below the root: kind, mode, owner, time of change, name, and where a link leads. Empty if there is no root.</summary>
    public async Task<string> ListAsync(string format = "%M %u:%g %T@ %P %l\n") =>
        Directory.Exists(Root) ? string.Join('\n', (await Shell.RunAsync("find", Root, "-mindepth", "1", "-printf", format)).Split('\n').Order(StringComparer.Ordinal)) : "";

    /// <summary>The files below the root, one a line.</summary>
    public async Task<string> FilesAsync() => Directory.Exists(Root) ? (await Shell.RunAsync("find", Root, "-not", "-type", "d", "-printf", "%P\n")).Trim() : "";

    public async Task<string> ReadAllUnitsAsync() =>
        string.Concat(await Task.WhenAll(Directory.GetFiles(At("etc/systemd/system"), "*", SearchOption.AllDirectories).Select(file => File.ReadAllTextAsync(file))));

    /// <summary>Mode and owner of one file, as 0640 root:root.</summary>
    public async Task<string> RightsAsync(string path) => (await Shell.RunAsync("stat", "-c", "%04a %U:%G", At(path))).Trim();

    public static async Task<string> AccountAsync(string kind, string name)
    {
        using Process process = Shell.Start("getent", kind, name);
        string printed = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return printed.Trim();
    }

    public async ValueTask DisposeAsync()
    {
        if (Shell.IsRoot && await AccountAsync("passwd", User) != "")
            await Shell.RunAsync("userdel", User);
        if (Shell.IsRoot && await AccountAsync("group", User) != "")
            await Shell.RunAsync("groupdel", User);
        _folder.Dispose();
    }
}
