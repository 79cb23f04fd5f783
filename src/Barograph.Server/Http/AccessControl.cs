using Barograph.Model;
using Barograph.Server.Auth;
using Barograph.Server.Http.Pages;
using Barograph.Storage;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Barograph.Server.Http;

/// <summary>Middleware: checks every request against its endpoint's <see cref="AccessRule"/> before the endpoint runs.</summary>
/// <param name="authenticator">Knows tokens.</param>
/// <param name="sessions">Knows signed-in people.</param>
/// <param name="site">Says whether it is public; asked each time, so that a closed door is closed at once, in every process.</param>
/// <param name="nothingHere">What is said where there is no endpoint.</param>
public sealed class AccessControl(Authenticator authenticator, Sessions sessions, ISiteCatalog site, string nothingHere)
{
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        Endpoint? endpoint = context.GetEndpoint();
        AccessRule? rule = endpoint?.Metadata.GetMetadata<AccessRule>();
        if (endpoint is null || rule is null)
        {
            // No route, or one of routing's own answers (405): nothing of ours runs behind it.
            await (endpoint is null ? Answer.ProblemAsync(context, Errors.NotFound, nothingHere) : next(context));
            return;
        }
        if (rule.Kind == AccessKind.Report)
            SafetyHeaders.Shorten(context.Response.Headers);
        ErrorKind? refusal = rule.FindSecret is not null && !context.Request.Headers.ContainsKey(HeaderNames.Authorization)
            ? await CheckSentSecretAsync(context, rule.FindSecret)
            : await CheckAsync(context, rule.Kind);
        if (refusal is null)
            await next(context);
        else if (rule.Kind is AccessKind.Person or AccessKind.Page && refusal == Errors.Unauthenticated)
            Answer.SeeOther(context, WayBack.SignIn(context.Request));
        else
            await (rule.Refuse is { } dialect ? dialect(context, refusal) : RefuseAsync(context, refusal, rule.Kind));
    }

    /// <summary>
    /// Whether a reader whose answer takes long still may: its token is not revoked and not expired, its session not ended. A store that does not answer
    /// changes nothing.
    /// </summary>
    public async ValueTask<bool> MayStillReadAsync(HttpContext context)
    {
        try
        {
            ErrorKind? refusal = await CheckAsync(context, AccessKind.Read);
            return refusal is null || refusal == Errors.StorageUnavailable || refusal == Errors.Overloaded;
        }
        catch (StorageUnavailableException)
        {
            return true;
        }
    }

    /// <summary>Refuses to start with an endpoint that nobody has decided about.</summary>
    public static void DemandRules(IEndpointRouteBuilder routes)
    {
        foreach (Endpoint endpoint in routes.DataSources.SelectMany(source => source.Endpoints))
            if (endpoint.Metadata.GetMetadata<AccessRule>() is null)
                throw new InvalidOperationException($"The endpoint {endpoint.DisplayName} has no rule of access.");
    }

    /// <summary>
    /// The address by which wrong credentials are counted. Over a Unix socket it is the one that the proxy says; those that come without, count together.
    /// </summary>
    public static string AddressOf(HttpContext context) => context.Connection.RemoteIpAddress?.ToString() ?? "local";

    private async ValueTask<ErrorKind?> CheckAsync(HttpContext context, AccessKind kind) => kind switch
    {
        AccessKind.Open => null,
        AccessKind.Report => await CheckTokenAsync(context, credential => credential.MayReport),
        AccessKind.ReadByToken => await CheckTokenAsync(context, credential => credential.MayRead),
        AccessKind.Person or AccessKind.Page => await CheckSessionAsync(context, kind),
        _ when context.Request.Headers.ContainsKey(HeaderNames.Authorization) => await CheckPersonalTokenAsync(context, kind),
        _ => await CheckSessionAsync(context, kind),
    };

    private async ValueTask<ErrorKind?> CheckTokenAsync(HttpContext context, Func<Credential, bool> mayDoIt)
    {
        string? header = context.Request.Headers.Authorization;
        return Accept(context, await authenticator.AuthenticateAsync(header, AddressOf(context)), mayDoIt);
    }

    /// <summary>What has travelled readable is worth less: only a token that was made for it may, and a device's token can do nothing but report.</summary>
    private async ValueTask<ErrorKind?> CheckSentSecretAsync(HttpContext context, Func<HttpContext, ValueTask<SentSecret?>> find)
    {
        if (await find(context) is not { } sent)
            return Errors.Unauthenticated;
        AuthOutcome outcome = await authenticator.AuthenticateAsync(sent.Claim, AddressOf(context));
        if (outcome.Credential is { } credential && !credential.Token.Dialects.HasFlag(sent.Readable))
            return Errors.SecretReadable;
        return Accept(context, outcome, credential => credential.MayReport);
    }

    private static ErrorKind? Accept(HttpContext context, AuthOutcome outcome, Func<Credential, bool> mayDoIt)
    {
        if (outcome.Credential is not { } credential)
            return outcome.Error;
        if (!mayDoIt(credential))
            return Errors.ScopeMissing;
        context.Features.Set(credential);
        return null;
    }

    private async ValueTask<ErrorKind?> CheckPersonalTokenAsync(HttpContext context, AccessKind kind) =>
        await CheckTokenAsync(context, credential => credential.MayRead)
        ?? Admit(context, kind, Caller.Of(context.Features.GetRequiredFeature<Credential>().Token));

    private async ValueTask<ErrorKind?> CheckSessionAsync(HttpContext context, AccessKind kind)
    {
        if (!Sessions.IsSameOrigin(context.Request))
            return Errors.OriginForbidden;
        Caller? caller = await sessions.FindAsync(context);
        if (caller is null && kind is AccessKind.Read or AccessKind.Page && (await site.ReadAsync(context.RequestAborted)).IsPublic)
            caller = Caller.Visitor;
        return caller is null ? Errors.Unauthenticated : Admit(context, kind, caller);
    }

    private static ErrorKind? Admit(HttpContext context, AccessKind kind, Caller caller)
    {
        bool mayDoIt = kind switch
        {
            AccessKind.Change => caller.Role >= CallerRole.Member,
            AccessKind.Own => caller.Role >= CallerRole.Owner,
            AccessKind.SignedIn => caller.Account is not null,
            _ => true,
        };
        context.Features.Set(caller);
        return mayDoIt ? null : Errors.ScopeMissing;
    }

    private static Task RefuseAsync(HttpContext context, ErrorKind error, AccessKind kind)
    {
        // Where browsers read with a session, "Basic" would make them ask for a name and a password in a window of their own.
        if (error == Errors.Unauthenticated)
            context.Response.Headers.WWWAuthenticate = kind is AccessKind.Report or AccessKind.ReadByToken
                ? "Bearer realm=\"barograph\", Basic realm=\"barograph\", charset=\"UTF-8\""
                : "Bearer realm=\"barograph\"";
        return Answer.ProblemAsync(context, error, error.Code switch
        {
            "unauthenticated" when kind is not (AccessKind.Report or AccessKind.ReadByToken) => "Sign in at /signin, or send \"Authorization: Bearer TOKEN\" with a personal token.",
            "unauthenticated" => "Send \"Authorization: Bearer TOKEN\", or Basic with the device's name and its token.",
            "scope_missing" => kind switch
            {
                AccessKind.Change => "This takes the role member or owner, or a personal token with scope admin.",
                AccessKind.Own => "This takes the role owner, or a personal token with scope admin.",
                AccessKind.SignedIn => "This is about the signed-in person, and a token is none.",
                _ => "This credential may not be used here: device tokens report, personal tokens read.",
            },
            "origin_forbidden" => "A browser says that a page of another site sent this; use our own pages, or a token.",
            "too_many_failures" => "Too many wrong credentials from here in the last minute; the right one works at any time.",
            _ => "Try again in a moment.",
        });
    }
}
