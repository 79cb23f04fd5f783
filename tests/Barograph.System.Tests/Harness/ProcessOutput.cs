using System.Diagnostics;

namespace Barograph.SystemTests.Harness;

/// <summary>What a process has printed so far, line by line. Reading goes on all the time, so that a full pipe never stops it.</summary>
public sealed class ProcessOutput
{
    private readonly Lock _lock = new();
    private readonly List<string> _lines = [];
    private readonly List<string> _errors = [];

    public void Attach(Process process)
    {
        process.OutputDataReceived += (_, line) => Add(_lines, line.Data);
        process.ErrorDataReceived += (_, line) => Add(_errors, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public IReadOnlyList<string> Lines => Copy(_lines);

    public IReadOnlyList<string> Errors => Copy(_errors);

    public string All => string.Join('\n', Lines) + "\n--- standard error\n" + string.Join('\n', Errors);

    private void Add(List<string> lines, string? line)
    {
        if (line is null)
            return;
        lock (_lock)
            lines.Add(line);
    }

    private string[] Copy(List<string> lines)
    {
        lock (_lock)
            return [.. lines];
    }
}
