using System.Diagnostics;
using System.Text;

namespace Barograph.SystemTests.Manual;

/// <summary>Commands in a machine of their own (machine.sh), whose mounts, network, users and processes end with them. Only root can make one.</summary>
public static class OwnMachine
{
    /// <param name="scratch">Where it keeps its files.</param>
    /// <param name="published">The published folder, which the machine has as ~/barograph.</param>
    /// <param name="commands">Lines for bash, which ends at the first that fails.</param>
    public static async Task<(int ExitCode, string Transcript)> RunAsync(ScratchFolder scratch, string published, IEnumerable<string> commands)
    {
        string machine = Path.Combine(Repository.Root, "tests", "Barograph.System.Tests", "Manual", "machine.sh");
        string script = scratch.File("commands.sh");
        await File.WriteAllLinesAsync(script, commands, TestContext.Current.CancellationToken);
        using Process process = Shell.Start(
            "unshare", "--mount", "--net", "--pid", "--fork", "--kill-child", "--mount-proc", "bash", machine, scratch.Path, published, script);
        process.StandardInput.Close();
        var transcript = new StringBuilder();
        process.OutputDataReceived += (_, line) => Add(line.Data);
        process.ErrorDataReceived += (_, line) => Add(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        lock (transcript)
            return (process.ExitCode, transcript.ToString());

        void Add(string? line)
        {
            // Null is the end of one of the two.
            if (line is null)
                return;
            lock (transcript)
                transcript.Append(line).Append('\n');
        }
    }
}
