using System.Text;
using Barograph.Formats;
using Barograph.Ingest;
using Barograph.Model;
using Barograph.Server.Auth;
using Microsoft.AspNetCore.Http.Features;

namespace Barograph.Server.Http;

/// <summary>
/// <c>/SQL_API</c>: the dialect of the 2020 tutorial's Flask-RESTful program, byte for byte, so that its boards work unmodified.
/// Their firmware never looks at the body and never retries.
/// </summary>
public static class SeedEndpoint
{
    private const string Json = "application/json";
    private static readonly AccessRule Rule = new(AccessKind.Report, RefuseAsync);

    public static void MapSeed(this IEndpointRouteBuilder routes, IngestPipeline ingest)
    {
        // Routing serves /SQL_API and /SQL_API/ alike; a redirect would make old urequests raise.
        routes.MapPost("/SQL_API", context => PostAsync(context, ingest)).WithMetadata(Rule);
        routes.MapGet("/SQL_API", context => Answer.TextAsync(context, StatusCodes.Status201Created, SeedRequest.GetAnswer, Json)).WithMetadata(Rule);
    }

    private static async Task PostAsync(HttpContext context, IngestPipeline ingest)
    {
        SeedRequest request;
        using (RequestBody body = await RequestBody.ReadAsync(context))
        {
            if (body.Error is { } unreadable)
            {
                await RefuseAsync(context, unreadable);
                return;
            }
            request = SeedRequest.Parse(Encoding.UTF8.GetBytes(context.Request.QueryString.Value ?? ""), body.Bytes);
        }
        if (request.Report is not { } report)
        {
            await Answer.TextAsync(context, StatusCodes.Status400BadRequest, request.ErrorAnswer, Json);
            return;
        }

        ReportSet sent = new();
        sent.Reports.Add(report);
        Credential credential = context.Features.GetRequiredFeature<Credential>();
        IngestVerdict verdict = await ingest.SubmitAsync(credential.Reporter, sent, context.RequestAborted);
        if (verdict.Failure is { } trouble)
            await RefuseAsync(context, trouble);
        else if (verdict.TookAny)
            await Answer.TextAsync(context, StatusCodes.Status200OK, SeedRequest.PostAnswer, Json);
        else
            await MessageAsync(context, verdict.Rejections[0].Error.Status, verdict.Rejections[0].Detail);
    }

    private static Task RefuseAsync(HttpContext context, ErrorKind error)
    {
        if (error == Errors.Unauthenticated)
        {
            // As Flask-HTTPAuth answers.
            context.Response.Headers.WWWAuthenticate = "Basic realm=\"Authentication Required\"";
            return Answer.TextAsync(context, error.Status, "Unauthorized Access", "text/html; charset=utf-8");
        }
        if (error.Status is 503 or 429)
            Answer.SayRetryAfter(context);
        return MessageAsync(context, error.Status, error.Title);
    }

    private static Task MessageAsync(HttpContext context, int status, string message) =>
        Answer.TextAsync(context, status, SeedRequest.MessageAnswer(message), Json);
}
