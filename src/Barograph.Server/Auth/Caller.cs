using Barograph.Model;
using Microsoft.AspNetCore.Http.Features;

namespace Barograph.Server.Auth;

/// <summary>Who uses the people's part of the server in this request: a person with a session, a personal token, or a visitor.</summary>
/// <param name="Role">What they may do.</param>
/// <param name="Account">The signed-in person; null for a token and for a visitor.</param>
/// <param name="Session">The hash of the person's session; null for a token and for a visitor.</param>
public sealed record Caller(CallerRole Role, Account? Account = null, string? Session = null)
{
    public static readonly Caller Visitor = new(CallerRole.Visitor);

    /// <summary>Of a request that has passed a rule of access for people.</summary>
    public static Caller In(HttpContext context) => context.Features.GetRequiredFeature<Caller>();

    /// <summary>The same for any request; null for one of another kind.</summary>
    public static Caller? Find(HttpContext context) => context.Features.Get<Caller>();

    public static Caller Of(Account account, string session) => new(account.Role switch
    {
        AccountRole.Owner => CallerRole.Owner,
        AccountRole.Member => CallerRole.Member,
        _ => CallerRole.Guest,
    }, account, session);

    /// <summary>Of a personal token; a device's is none.</summary>
    public static Caller Of(Token personal) => new(personal.Scope == TokenScope.Admin ? CallerRole.Owner : CallerRole.Guest);
}
