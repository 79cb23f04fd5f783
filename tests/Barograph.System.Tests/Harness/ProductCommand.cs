using System.Diagnostics;

namespace Barograph.SystemTests.Harness;

/// <summary>Runs a command of the product to its end.</summary>
public static class ProductCommand
{
    /// <param name="workingDirectory">Where it runs; a folder without a settings file.</param>
    /// <param name="input">Its standard input, or null for none.</param>
    /// <param name="arguments">The command line.</param>
    public static Task<CommandResult> RunAsync(string workingDirectory, string? input, params string[] arguments) =>
        RunWithAsync(ProductBinary.Default, workingDirectory, input, arguments);

    /// <summary>The same with another build of the product.</summary>
    public static Task<CommandResult> RunWithAsync(ProductBinary binary, string workingDirectory, string? input, string[] arguments) =>
        RunAsync(binary.StartInfo(workingDirectory, arguments), input);

    /// <summary>The same, prepared by the caller.</summary>
    public static async Task<CommandResult> RunAsync(ProcessStartInfo start, string? input)
    {
        IReadOnlyList<string> arguments = start.ArgumentList;
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
