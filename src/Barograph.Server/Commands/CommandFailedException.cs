namespace Barograph.Server.Commands;

/// <summary>A command ends without success. The message is one sentence for the person at the terminal and says what to change.</summary>
public sealed class CommandFailedException(string message, int exit = ExitCode.Failure) : Exception(message)
{
    public int Exit { get; } = exit;
}
