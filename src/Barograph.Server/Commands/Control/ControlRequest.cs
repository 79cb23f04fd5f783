namespace Barograph.Server.Commands.Control;

/// <summary>An admin command on its way to the running server.</summary>
/// <param name="Args">The command line as typed, without the program's name.</param>
/// <param name="Input">What the command reads from standard input: a password, or nothing. Never logged.</param>
/// <param name="Width">Columns of the terminal that shows the output.</param>
public sealed record ControlRequest(IReadOnlyList<string> Args, string Input, int Width)
{
    /// <summary>Leaves out what may be a secret, so that no log can hold it by accident.</summary>
    public override string ToString() => $"control request of {Args.Count} words";
}
