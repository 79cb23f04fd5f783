namespace Barograph.Server.Commands.Control;

/// <summary>What became of a <see cref="ControlRequest"/>.</summary>
/// <param name="Exit">The exit code.</param>
/// <param name="Out">For standard output. It may hold a new token.</param>
/// <param name="Err">For standard error.</param>
/// <param name="NotDone">The server is stopping and has not begun: ask again, or do it without a server.</param>
public sealed record ControlReply(int Exit, string Out, string Err, bool NotDone = false)
{
    /// <summary>Leaves out what may be a secret, so that no log can hold it by accident.</summary>
    public override string ToString() => $"control reply with exit code {Exit}";
}
