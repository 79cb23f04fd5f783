using Barograph.Model;

namespace Barograph.Server.Http;

/// <summary>The range cannot be answered as it was asked for; the message says what to change.</summary>
public sealed class RangeRefusedException(ErrorKind error, string message) : Exception(message)
{
    public ErrorKind Error { get; } = error;
}
