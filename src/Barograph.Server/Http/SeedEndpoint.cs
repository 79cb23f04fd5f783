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
    private static readonly byte[] Stored = SeedAnswers.Stored.ToArray();
    private static readonly byte[] Greeting = SeedAnswers.Greeting.ToArray();

    public static void MapSeed(this IEndpointRouteBuilder routes, IngestPipeline ingest)
    {
        // Routing serves /SQL_API and /SQL_API/ alike; a redirect would make old urequests raise.
        routes.MapPost("/SQL_API", context => PostAsync(context, ingest)).WithMetadata(Rule);
        routes.MapGet("/SQL_API", context => Answer.BytesAsync(context, StatusCodes.Status201Created, Greeting, Json)).WithMetadata(Rule);
    }

    private static async Task PostAsync(HttpContext context, IngestPipeline ingest)
    {
        ReportSet sent;
        using (RequestBody body = await RequestBody.ReadAsync(context))
        {
            if (body.Error is { } unreadable)
            {
                ingest.Figures.Rejections.Add(unreadable);
                await RefuseAsync(context, unreadable);
                return;
            }
            sent = SeedRequest.Parse(Encoding.UTF8.GetBytes(context.Request.QueryString.Value ?? ""), body.Bytes);
        }
        if (sent.Failure is { } failure)
        {
            ingest.Figures.Rejections.Add(failure.Error);
            await ErrorAsync(context, failure);
            return;
        }
        Credential credential = context.Features.GetRequiredFeature<Credential>();
        IngestVerdict verdict = await ingest.SubmitAsync(credential.Reporter, sent, context.RequestAborted);
        if (verdict.Failure is { } trouble)
            await RefuseAsync(context, trouble);
        else if (verdict.TookAny)
            await Answer.BytesAsync(context, StatusCodes.Status200OK, Stored, Json);
        else
            await ErrorAsync(context, verdict.Rejections[0]);
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
        return ErrorAsync(context, new Rejection(0, null, error, error.Title));
    }

    private static Task ErrorAsync(HttpContext context, Rejection rejection) =>
        Answer.BytesAsync(context, rejection.Error.Status, SeedAnswers.Error(rejection), Json);
}
