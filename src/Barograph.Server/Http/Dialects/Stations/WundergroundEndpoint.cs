using System.Globalization;
using System.Text;
using Barograph.Formats;
using Barograph.Ingest;
using Barograph.Model;
using Barograph.Server.Auth;

namespace Barograph.Server.Http.Dialects.Stations;

/// <summary>
/// Weather Underground's upload, WOW's, and Acurite's, which comes to the same address without any credential: it is answered as its maker does, and nothing is stored.
/// docs/dialects/wunderground.md.
/// </summary>
public static class WundergroundEndpoint
{
    private static readonly string[] Methods = ["GET", "POST"];

    private static readonly string[] Patterns =
    [
        "/weatherstation/updateweatherstation.php", "/weatherstation/updateweatherstation.asp", "/weatherstation/updateweatherstation", "/automaticreading",
    ];

    public static void MapWunderground(this IEndpointRouteBuilder routes, IngestPipeline ingest, TimeProvider clock)
    {
        HttpDialect dialect = new(WundergroundReport.Parse, (context, outcome) => AnswerAsync(context, outcome, clock))
        {
            FindSecret = FindSecret,
            SecretMayBeInBody = true,
        };
        foreach (string pattern in Patterns)
            routes.MapDialect(pattern, Methods, dialect, ingest);
    }

    private static SentSecret? FindSecret(HttpContext context, DialectRequest request)
    {
        string? id = SentSecrets.Find(request, "ID"u8) ?? SentSecrets.Find(request, "siteid"u8);
        string? password = SentSecrets.Find(request, "PASSWORD"u8) ?? SentSecrets.Find(request, "siteAuthenticationKey"u8);
        return id is null || password is null ? null : new SentSecret(new Claim(id, password), DialectSet.Wu);
    }

    private static Task AnswerAsync(HttpContext context, DialectOutcome outcome, TimeProvider clock)
    {
        if (outcome.Error is not { } error)
            return Answer.TextAsync(context, StatusCodes.Status200OK, "success", "text/plain");
        if (error == Errors.Unauthenticated && context.Request.QueryString.Value is { Length: > 1 } query && WundergroundReport.IsAcurite(Encoding.UTF8.GetBytes(query[1..])))
            return AnswerAcuriteAsync(context, clock);
        bool isRefused = error.Status is 401 or 403 or 429;
        return Answer.TextAsync(context, error.Status, isRefused ? "INVALIDPASSWORDID|Password or key and/or id are incorrect" : error.Code, "text/plain");
    }

    /// <summary>The version is the one that hubs have: another would make them look for new firmware.</summary>
    private static Task AnswerAcuriteAsync(HttpContext context, TimeProvider clock) => Answer.TextAsync(context, StatusCodes.Status200OK,
        $$"""{ "localtime": "{{clock.GetUtcNow().ToString("HH:mm:ss", CultureInfo.InvariantCulture)}}", "checkversion": "224" }""", "application/json");
}
