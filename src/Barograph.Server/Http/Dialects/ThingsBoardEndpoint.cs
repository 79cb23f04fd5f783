using Barograph.Formats;
using Barograph.Ingest;
using Barograph.Model;
using Barograph.Server.Auth;

namespace Barograph.Server.Http.Dialects;

/// <summary><c>/api/v1/TOKEN/telemetry</c> and <c>/attributes</c>. Our own routes have a word of theirs where the token stands, and come first. docs/dialects/thingsboard.md.</summary>
public static class ThingsBoardEndpoint
{
    private static readonly string[] Methods = ["POST"];

    public static void MapThingsBoard(this IEndpointRouteBuilder routes, IngestPipeline ingest)
    {
        HttpDialect dialect = new(ThingsBoardTelemetry.Parse, AnswerAsync) { FindSecret = FindSecret };
        routes.MapDialect("/api/v1/{token}/telemetry", Methods, dialect, ingest);
        routes.MapDialect("/api/v1/{token}/attributes", Methods, dialect, ingest);
    }

    private static SentSecret? FindSecret(HttpContext context, DialectRequest request) =>
        new SentSecret(new Claim(null, (string)context.Request.RouteValues["token"]!), DialectSet.ThingsBoard);

    // The vendor's answers have no body, but for what is wrong with the data.
    private static Task AnswerAsync(HttpContext context, DialectOutcome outcome) => outcome.Error is { } error
        ? Answer.TextAsync(context, error.Status, error.Status is 401 or 403 or 429 ? "" : outcome.Detail ?? error.Title)
        : Answer.TextAsync(context, StatusCodes.Status200OK, "");
}
