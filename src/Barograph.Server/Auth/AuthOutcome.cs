using Barograph.Model;

namespace Barograph.Server.Auth;

/// <summary>What became of a request's credential: either <see cref="Credential"/>, or the error to answer with.</summary>
public readonly record struct AuthOutcome(Credential? Credential, ErrorKind? Error)
{
    public static AuthOutcome Of(Credential credential) => new(credential, null);

    public static AuthOutcome Refused(ErrorKind error) => new(null, error);
}
