using Barograph.Formats;
using Barograph.Ingest;
using Barograph.Model;
using Barograph.Server.Auth;

namespace Barograph.Server.Http.Dialects;

/// <summary>emoncms's <c>/input/post</c> and <c>/input/bulk</c>, also below <c>/emoncms</c>, where a house's own emoncms stands. docs/dialects/emoncms.md.</summary>
public static class EmoncmsEndpoint
{
    private static readonly string[] Methods = ["GET", "POST"];

    public static void MapEmoncms(this IEndpointRouteBuilder routes, IngestPipeline ingest)
    {
        HttpDialect post = Dialect(EmoncmsPost.Parse);
        HttpDialect bulk = Dialect(EmoncmsBulk.Parse);
        foreach (string root in (ReadOnlySpan<string>)["/input", "/emoncms/input"])
        {
            foreach (string pattern in (ReadOnlySpan<string>)["/post", "/post.json", "/post/{node}", "/post.json/{node}"])
                routes.MapDialect(root + pattern, Methods, post, ingest);
            foreach (string pattern in (ReadOnlySpan<string>)["/bulk", "/bulk.json"])
                routes.MapDialect(root + pattern, Methods, bulk, ingest);
        }
    }

    private static HttpDialect Dialect(DialectParser parse) => new(parse, AnswerAsync) { FindSecret = FindSecret, SecretMayBeInBody = true };

    private static SentSecret? FindSecret(HttpContext context, DialectRequest request) =>
        SentSecrets.Find(request, "apikey"u8) is { } key ? new SentSecret(new Claim(null, key), DialectSet.Emoncms) : null;

    private static Task AnswerAsync(HttpContext context, DialectOutcome outcome)
    {
        if (outcome.Error is { } error)
            return Answer.ObjectAsync(context, error.Status, json =>
            {
                json.WriteBoolean("success", false);
                json.WriteString("message", outcome.Detail ?? error.Title);
            });
        return context.Features.Get<ReportSet>()?.Wording == EmoncmsPost.FullJson
            ? Answer.TextAsync(context, StatusCodes.Status200OK, """{"success": true}""", "application/json")
            : Answer.TextAsync(context, StatusCodes.Status200OK, "ok");
    }
}
