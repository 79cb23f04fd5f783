using System.Text;
using Barograph.Formats;
using Barograph.Ingest;
using Barograph.Model;
using Barograph.Server.Auth;
using Barograph.Server.OpenApi;
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

    private const string Example = """{"location":"desk","temperature":21.4,"humidity":40.1,"pressure":1013.2,"wetness":0}""";

    private static readonly Shape SeedValue = Shape.AnyOf(Shape.Number, Shape.Text(), Shape.Null);

    private static readonly Shape SeedBody = Shape.With(
        Field.Optional("location", Shape.Text(), "Without it: where the device stands."),
        Field.Optional("temperature", SeedValue),
        Field.Optional("humidity", SeedValue),
        Field.Optional("pressure", SeedValue),
        Field.Optional("wetness", SeedValue))
        .Named("SeedReport", "What the tutorial's boards send.");

    private static readonly Shape SeedMessage = Shape.With(new Field("message", Shape.AnyOf(Shape.Text(), Shape.WithAny(Shape.Text()))))
        .Named("SeedMessage", "A sentence; about one argument, an object with its name and the sentence.");

    public static void MapSeed(this IEndpointRouteBuilder routes, IngestPipeline ingest)
    {
        // Routing serves /SQL_API and /SQL_API/ alike; a redirect would make old urequests raise.
        routes.MapPost("/SQL_API", context => PostAsync(context, ingest)).WithMetadata(Rule).Describe(PostDescription());
        routes.MapGet("/SQL_API", context => Answer.BytesAsync(context, StatusCodes.Status201Created, Greeting, Json)).WithMetadata(Rule).Describe(GetDescription());
    }

    public static RouteDescription PostDescription()
    {
        RouteDescription post = Dialect(new RouteDescription("postSeed", "Reports", "Takes a report as the boards of the 2020 tutorial send it."))
            .Saying("With and without a slash at the end. A query beats JSON beats a form.")
            .Takes(new DescribedBody("The values of one moment.", [("application/x-www-form-urlencoded", SeedBody), (Json, SeedBody)], Example))
            .Gives(new DescribedAnswer(StatusCodes.Status200OK, Json, Shape.Always(201), "It is on disk. The number is what the tutorial's server said."))
            .Refuses(
                Errors.BodyNotJson, Errors.BodyNotReadable, Errors.BodyTooLarge, Errors.EncodingNotSupported, Errors.NoValues, Errors.ValueNotANumber, Errors.ValueNotFinite,
                Errors.LocationInvalid, Errors.LocationMissing, Errors.LocationForbidden, Errors.UnitMismatch, Errors.SeriesLimit, Errors.StorageRefused, Errors.Stopping);
        foreach (string name in (ReadOnlySpan<string>)["location", "temperature", "humidity", "pressure", "wetness"])
            post.Query(name, Shape.Text(), "As in the body.");
        return post;
    }

    public static RouteDescription GetDescription() => Dialect(new RouteDescription("greetSeed", "Reports", "Says that the address is right."))
        .Gives(new DescribedAnswer(StatusCodes.Status201Created, Json, SeedMessage, "A greeting."));

    private static RouteDescription Dialect(RouteDescription route) => route
        .InDialect(SeedMessage)
        .Gives(new DescribedAnswer(StatusCodes.Status401Unauthorized, "text/html", Shape.Text(), "A valid credential is needed."));

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
