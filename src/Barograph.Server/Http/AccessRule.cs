using Barograph.Model;
using Barograph.Server.Auth;

namespace Barograph.Server.Http;

/// <summary>
/// An endpoint's rule of access, attached to the endpoint itself so that no path can slip past it. An endpoint without one is refused,
/// and the server does not start with it.
/// </summary>
/// <param name="Kind">Who may.</param>
/// <param name="Refuse">How a refusal is answered where a dialect needs its own; null for a problem document.</param>
public sealed record AccessRule(AccessKind Kind, Func<HttpContext, ErrorKind, Task>? Refuse = null)
{
    /// <summary>Finds the secret of a request without an Authorization header where a dialect carries it elsewhere; null where none does. Only with <see cref="AccessKind.Report"/>.</summary>
    public Func<HttpContext, ValueTask<SentSecret?>>? FindSecret { get; init; }

    public static readonly AccessRule Open = new(AccessKind.Open);
    public static readonly AccessRule Report = new(AccessKind.Report);
    public static readonly AccessRule Read = new(AccessKind.Read);
    public static readonly AccessRule ReadInside = new(AccessKind.ReadInside);
    public static readonly AccessRule ReadByToken = new(AccessKind.ReadByToken);
    public static readonly AccessRule Change = new(AccessKind.Change);
    public static readonly AccessRule Own = new(AccessKind.Own);
    public static readonly AccessRule SignedIn = new(AccessKind.SignedIn);
    public static readonly AccessRule Person = new(AccessKind.Person);
    public static readonly AccessRule Page = new(AccessKind.Page);
}
