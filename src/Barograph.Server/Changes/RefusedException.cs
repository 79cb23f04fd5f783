using Barograph.Model;

namespace Barograph.Server.Changes;

/// <summary>
/// What a person asked for cannot be done as it stands. The message is one sentence, or two, and says what to change; over HTTP it becomes a problem, on the
/// command line an exit code.
/// </summary>
/// <param name="error">Its entry in the catalogue.</param>
/// <param name="message">For the person.</param>
/// <param name="field">Which of the things that were said is wrong, by its name in the API; null where that is clear.</param>
public sealed class RefusedException(ErrorKind error, string message, string? field = null) : Exception(message)
{
    public ErrorKind Error { get; } = error;

    public string? Field { get; } = field;
}
