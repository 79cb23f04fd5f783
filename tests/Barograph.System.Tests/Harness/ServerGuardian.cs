using System.Diagnostics;
using System.Globalization;

namespace Barograph.SystemTests.Harness;

/// <summary>
/// Waits for the end of its standard input, which comes however the test run ends, and then kills the server that was named last and removes its folder.
/// </summary>
public sealed class ServerGuardian : IDisposable
{
    private readonly Process _shell;

    public ServerGuardian(string folder, bool keepFolder)
    {
        // The number may belong to somebody else by then: only a process that names our folder is ended.
        string script =
            $"""
             trap '' INT HUP TERM
             while read -r line; do pid=$line; done
             if [ -n "$pid" ] && grep -q '{folder}' "/proc/$pid/cmdline" 2>/dev/null; then
               kill -KILL "$pid" 2>/dev/null
               while kill -0 "$pid" 2>/dev/null; do sleep 0.05; done
             fi
             {(keepFolder ? "" : $"rm -rf '{folder}'")}
             """;
        _shell = Shell.Start("/bin/sh", "-c", script);
        _shell.StandardInput.AutoFlush = true;
    }

    public void Watch(int processId) => _shell.StandardInput.WriteLine(processId.ToString(CultureInfo.InvariantCulture));

    public void Dispose()
    {
        _shell.StandardInput.Close();
        _shell.WaitForExit();
        _shell.Dispose();
    }
}
