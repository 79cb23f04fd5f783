using Barograph.Model;
using Barograph.Server.Auth;
using Barograph.Storage;
using Microsoft.Net.Http.Headers;

namespace Barograph.Server.Http;

/// <summary>Middleware: checks every request against its endpoint's <see cref="AccessRule"/> before the endpoint runs.</summary>
/// <param name="authenticator">Knows tokens.</param>
/// <param name="sessions">Knows signed-in people.</param>
/// <param name="nothingHere">What is said where there is no endpoint.</param>
public sealed class AccessControl(Authenticator authenticator, Sessions sessions, string nothingHere)
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
        ErrorKind? refusal = rule.Kind switch
        {
            AccessKind.Open => null,
            AccessKind.Report => await CheckTokenAsync(context, credential => credential.MayReport),
            AccessKind.ReadByToken => await CheckTokenAsync(context, credential => credential.MayRead),
            AccessKind.Read => await CheckReaderAsync(context),
            _ => await CheckPersonAsync(context),
        };
        if (refusal is null)
            await next(context);
        else if (rule.Kind == AccessKind.Person && refusal == Errors.Unauthenticated)
            Answer.SeeOther(context, "/signin");
        else
            await (rule.Refuse ?? RefuseAsync)(context, refusal);
    }

    /// <summary>
    /// Whether a reader whose answer takes long still may: its token is not revoked and not expired, its session not ended. A store that does not answer
    /// changes nothing.
    /// </summary>
    public async ValueTask<bool> MayStillReadAsync(HttpContext context)
    {
        try
        {
            ErrorKind? refusal = await CheckReaderAsync(context);
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

    private async ValueTask<ErrorKind?> CheckTokenAsync(HttpContext context, Func<Credential, bool> mayDoIt)
    {
        string? header = context.Request.Headers.Authorization;
        AuthOutcome outcome = await authenticator.AuthenticateAsync(header, AddressOf(context));
        if (outcome.Credential is not { } credential)
            return outcome.Error;
        if (!mayDoIt(credential))
            return Errors.ScopeMissing;
        context.Features.Set(credential);
        return null;
    }

    private async ValueTask<ErrorKind?> CheckReaderAsync(HttpContext context) =>
        context.Request.Headers.ContainsKey(HeaderNames.Authorization)
            ? await CheckTokenAsync(context, credential => credential.MayRead)
            : await CheckPersonAsync(context);

    private async ValueTask<ErrorKind?> CheckPersonAsync(HttpContext context)
    {
        if (!Sessions.IsSameOrigin(context.Request))
            return Errors.ScopeMissing;
        if (await sessions.FindAccountAsync(context) is not { } account)
            return Errors.Unauthenticated;
        context.Features.Set(account);
        return null;
    }

    private static Task RefuseAsync(HttpContext context, ErrorKind error)
    {
        if (error == Errors.Unauthenticated)
            context.Response.Headers.WWWAuthenticate = "Bearer realm=\"barograph\", Basic realm=\"barograph\", charset=\"UTF-8\"";
        return Answer.ProblemAsync(context, error, error.Code switch
        {
            "unauthenticated" => "Send \"Authorization: Bearer TOKEN\", or Basic with the device's name and its token.",
            "scope_missing" => "This credential may not be used here: device tokens report, personal tokens read.",
            "too_many_failures" => "Too many wrong credentials from here in the last minute; the right one works at any time.",
            _ => "Try again in a moment.",
        });
    }
}
