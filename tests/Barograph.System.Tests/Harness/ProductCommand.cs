using System.Diagnostics;

namespace Barograph.SystemTests.Harness;

/// <summary>Runs a command of the product to its end.</summary>
public static class ProductCommand
{
    /// <param name="workingDirectory">Where it runs; a folder without a settings file.</param>
    /// <param name="input">Its standard input, or null for none.</param>
    /// <param name="arguments">The command line.</param>
    public static Task<CommandResult> RunAsync(string workingDirectory, string? input, params string[] arguments) =>
        RunAsync(ProductBinary.Default.StartInfo(workingDirectory, arguments), input, arguments);

    /// <param name="start">How it is started.</param>
    /// <param name="input">Its standard input, or null for none.</param>
    /// <param name="arguments">The command line, for the error of a failure.</param>
    public static async Task<CommandResult> RunAsync(ProcessStartInfo start, string? input, params string[] arguments)
    {
        var watch = Stopwatch.StartNew();
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        if (input is not null)
            await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        try
        {
            await process.WaitForExitAsync().WaitAsync(Patience.Limit);
        }
        catch (TimeoutException)
        {
            process.Kill();
            throw new TimeoutException($"barograph {string.Join(' ', arguments)} did not end:\n{await output}{await error}");
        }
        return new CommandResult(string.Join(' ', arguments), process.ExitCode, await output, await error, watch.Elapsed);
    }
}
