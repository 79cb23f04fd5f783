using System.Diagnostics;
using System.Globalization;

namespace Barograph.SystemTests.Peer;

/// <summary>
/// A real user of this machine, without a shell, a home or a password, made for a test run and removed with it however that ends. Only root can make one.
/// </summary>
public sealed class LinuxUser : IDisposable
{
    private readonly Process _guardian;

    private LinuxUser(string name)
    {
        Name = name;
        // A process that is still ending keeps its user for a moment; another program may hold the lock of /etc/passwd.
        string script =
            $"""
             trap '' INT HUP TERM
             cat >/dev/null
             tries=0
             while id -u '{name}' >/dev/null 2>&1 && [ "$tries" -lt 100 ]; do userdel '{name}' >/dev/null 2>&1 || sleep 0.1; tries=$((tries + 1)); done
             """;
        _guardian = Shell.Start("/bin/sh", "-c", script);
    }

    public string Name { get; }

    /// <summary>What becomes the program that follows it, as this user and with its group alone.</summary>
    public string[] Starter => StarterOf(Name);

    public static async Task<LinuxUser> MakeAsync(string like)
    {
        string name = $"bgtest-{like}-{Random.Shared.Next(0x1000000).ToString("x6", CultureInfo.InvariantCulture)}";
        var user = new LinuxUser(name);
        await Patience.UntilAsync($"the user {name} is made", async () =>
        {
            using Process useradd = Shell.Start(
                "useradd", "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin", name);
            await useradd.WaitForExitAsync();
            return useradd.ExitCode == 0;
        });
        return user;
    }

    /// <remarks>Empty for the user that the tests run as: that takes no rights of root.</remarks>
    public static string[] StarterOf(string name) => name == Environment.UserName ? [] : ["setpriv", "--reuid", name, "--regid", name, "--clear-groups", "env", "HOME=/nonexistent"];

    /// <summary>Runs a command of the product as a user.</summary>
    public static async Task<CommandResult> RunProductAsync(string user, ProductBinary binary, string? input, params string[] arguments)
    {
        ProcessStartInfo start = binary.StartInfo("/", arguments);
        ProductBinary.StartBy(StarterOf(user), start);
        return await ProductCommand.RunAsync(start, input);
    }

    public void Dispose()
    {
        _guardian.StandardInput.Close();
        _guardian.WaitForExit();
        _guardian.Dispose();
    }
}
