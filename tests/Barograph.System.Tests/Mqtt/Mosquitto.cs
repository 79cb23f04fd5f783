using System.Diagnostics;
using System.Globalization;

namespace Barograph.SystemTests.Mqtt;

/// <summary>mosquitto's own clients.</summary>
internal static class Mosquitto
{
    /// <summary>Publishes one message from a file; returns the exit code, 0 if all was acknowledged that is to be, and what was printed.</summary>
    public static async Task<(int Exit, string Printed)> PublishAsync(int port, string topic, byte[] payload, params string[] more)
    {
        using ScratchFolder folder = new();
        string file = Path.Combine(folder.Path, "payload");
        await File.WriteAllBytesAsync(file, payload);
        return await RunAsync("mosquitto_pub", ["-h", "127.0.0.1", "-p", Text(port), "-t", topic, .. payload.Length == 0 ? (string[])["-n"] : ["-f", file], .. more]);
    }

    public static async Task<(int Exit, string Printed)> RunAsync(string program, params string[] arguments)
    {
        using Process process = Start(program, arguments);
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        try
        {
            await process.WaitForExitAsync().WaitAsync(Patience.Limit);
        }
        catch (TimeoutException)
        {
            process.Kill();
            throw;
        }
        return (process.ExitCode, await output + await error);
    }

    /// <summary>Each line is there as soon as it is printed: into a pipe the programs would print blocks.</summary>
    public static Process Start(string program, params string[] arguments) => Process.Start(new ProcessStartInfo("stdbuf", ["-oL", program, .. arguments])
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;

    public static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
