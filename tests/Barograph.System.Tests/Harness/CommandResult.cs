using System.Text.Json;

namespace Barograph.SystemTests.Harness;

/// <summary>What a command of the product answered.</summary>
public sealed record CommandResult(string Line, int ExitCode, string Output, string Error, TimeSpan Took)
{
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    public string Token => Json.GetProperty("token").GetString()!;

    /// <summary>Itself; throws, with everything it printed, unless it exited with 0.</summary>
    public CommandResult Succeeded() => ExitCode == 0 ? this : throw new InvalidOperationException(ToString());

    public override string ToString() => $"barograph {Line}\nexited with {ExitCode} after {Took.TotalMilliseconds:F0} ms:\n{Output}\n{Error}";
}
