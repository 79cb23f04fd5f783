namespace Barograph.Server.Commands.Import;

/// <summary>The file that <c>import</c> reads, as it was typed.</summary>
/// <param name="Path">The file, or - for standard input.</param>
/// <param name="Format">Its format, or null if the name says it.</param>
/// <param name="Rejected">Where lines that cannot be taken are written, or null for beside it.</param>
public sealed record ImportFileName(string Path, string? Format, string? Rejected)
{
    private const string Compressed = ".gz";

    public bool IsStandardInput => Path == "-";

    public bool IsCompressed => Path.EndsWith(Compressed, StringComparison.OrdinalIgnoreCase);

    /// <summary>True for CSV, false for lines of JSON.</summary>
    /// <exception cref="CommandFailedException">Nothing says which.</exception>
    public bool IsCsv()
    {
        string inner = IsCompressed ? Path[..^Compressed.Length] : Path;
        string said = Format ?? System.IO.Path.GetExtension(inner).TrimStart('.');
        return said.ToLowerInvariant() switch
        {
            "csv" => true,
            "ndjson" or "jsonl" => false,
            _ when Format is not null => throw new CommandFailedException($"--format takes csv or ndjson, not \"{Format}\".", ExitCode.Usage),
            _ => throw new CommandFailedException(
                $"{(IsStandardInput ? "Standard input" : Path)} does not say its format by its name; say --format csv or --format ndjson.", ExitCode.Usage),
        };
    }

    /// <summary>The first name for the file of rejected lines.</summary>
    public string RejectedPath() => Rejected ?? $"{(IsStandardInput ? "stdin" : Path)}.rejected.{(IsCsv() ? "csv" : "ndjson")}";
}
