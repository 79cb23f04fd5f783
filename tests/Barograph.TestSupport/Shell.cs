using System.Diagnostics;
using System.Globalization;

namespace Barograph.TestSupport;

/// <summary>Runs small programs to their end.</summary>
public static class Shell
{
    public static bool IsRoot => Environment.IsPrivilegedProcess;

    /// <summary>Runs a program and returns its standard output. Throws, with everything it printed, unless it exits with 0.</summary>
    public static async Task<string> RunAsync(string program, params string[] arguments)
    {
        using Process process = Start(program, arguments);
        process.StandardInput.Close();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            string line = program + " " + string.Join(' ', arguments);
            string code = process.ExitCode.ToString(CultureInfo.InvariantCulture);
            throw new InvalidOperationException($"{line} exited with {code}:\n{output}{await errors}");
        }
        return output;
    }

    /// <summary>Starts a program with all its streams redirected.</summary>
    public static Process Start(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }

    /// <summary>Sends a signal to a process that we started.</summary>
    public static Task SignalAsync(string signal, int processId) =>
        RunAsync("kill", "-" + signal, processId.ToString(CultureInfo.InvariantCulture));
}
