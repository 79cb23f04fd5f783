using Barograph.Model;
using Barograph.Server.Http;
using Microsoft.OpenApi;

namespace Barograph.Server.OpenApi;

/// <summary>What each rule of access means for whoever sends a request: which credentials it takes, and how it refuses.</summary>
internal static class SecurityDescription
{
    public const string Bearer = "token";
    private const string Basic = "basic";
    private const string Session = "session";

    private static readonly ErrorKind[] TokenRefusals =
        [Errors.Unauthenticated, Errors.ScopeMissing, Errors.TooManyFailures, Errors.Overloaded, Errors.StorageUnavailable];

    public static Dictionary<string, IOpenApiSecurityScheme> All() => new()
    {
        [Bearer] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            Description = "A device's token (it reports) or a personal token (it reads; with the scope write it reports too; with the scope admin it may do what an owner may). `barograph device add` and `barograph token add` make them.",
        },
        [Basic] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "basic",
            Description = "The device's name, or the name of a personal token, and the token; or the user name and password that a board was flashed with.",
        },
        [Session] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.ApiKey,
            In = ParameterLocation.Cookie,
            Name = "barograph",
            Description = "Somebody who is signed in with a browser: an owner, a member or a guest. Where the site is public, reading needs nothing. Over HTTPS the cookie is called `__Host-barograph`. Requests that another site causes are refused with 403.",
        },
    };

    public static string[] Schemes(AccessKind kind) => kind switch
    {
        AccessKind.Open => [],
        AccessKind.Report or AccessKind.ReadByToken => [Bearer, Basic],
        AccessKind.Read or AccessKind.ReadInside or AccessKind.Change or AccessKind.Own => [Bearer, Basic, Session],
        _ => [Session],
    };

    public static ErrorKind[] Refusals(AccessKind kind) => kind switch
    {
        AccessKind.Open => [],
        AccessKind.Report or AccessKind.Read or AccessKind.ReadInside or AccessKind.ReadByToken => TokenRefusals,
        // Where a browser may change something, a page of another site could want to.
        _ => [.. TokenRefusals, Errors.OriginForbidden],
    };
}
