namespace Barograph.Server.Commands.Control;

/// <summary>
/// The server's first line. A request is sent only after it, so a connection that ends before is known to have done nothing,
/// and the client may go on without fear of doing something twice.
/// </summary>
public sealed record ControlGreeting(int Control)
{
    /// <summary>The form of the lines; a server of another version is not spoken to.</summary>
    public const int Version = 1;
}
