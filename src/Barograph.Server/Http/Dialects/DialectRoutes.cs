using System.Text;
using Barograph.Formats;
using Barograph.Ingest;
using Barograph.Model;
using Barograph.Server.Auth;
using Microsoft.AspNetCore.Http.Features;

namespace Barograph.Server.Http.Dialects;

/// <summary>
/// The way of a foreign dialect's request: its secret is found, its body read, parsed and given to ingest, and it is answered in its own words. Foreign dialects are not in
/// the OpenAPI document: their descriptions are their inventors', and docs/dialects says what of them is taken.
/// </summary>
public static class DialectRoutes
{
    /// <param name="routes">Where it is served.</param>
    /// <param name="pattern">Its address; served with and without a slash at the end.</param>
    /// <param name="methods">The methods that its clients use.</param>
    /// <param name="dialect">How it speaks.</param>
    /// <param name="ingest">Takes what it reports.</param>
    public static void MapDialect(this IEndpointRouteBuilder routes, string pattern, string[] methods, HttpDialect dialect, IngestPipeline ingest)
    {
        AccessRule rule = new(AccessKind.Report, (context, error) => RefuseAsync(context, dialect, error))
        {
            FindSecret = dialect.FindSecret is null ? null : context => FindSecretAsync(context, dialect),
        };
        routes.MapMethods(pattern, methods, context => TakeAsync(context, dialect, ingest)).WithMetadata(rule).ExcludeFromDescription();
    }

    private static async Task TakeAsync(HttpContext context, HttpDialect dialect, IngestPipeline ingest)
    {
        ReportSet sent;
        Reporter reporter = context.Features.GetRequiredFeature<Credential>().Reporter;
        using (RequestBody body = await BodyAsync(context))
        {
            if (body.Error is { } unreadable)
            {
                ingest.Figures.Rejections.Add(unreadable);
                await RefuseAsync(context, dialect, unreadable);
                return;
            }
            sent = dialect.Parse(Request(context, dialect, body.Bytes, reporter.Token));
        }
        context.Features.Set(sent);
        if (sent.Failure is { } failure)
        {
            ingest.Figures.Rejections.Add(failure.Error);
            await AnswerAsync(context, dialect, DialectOutcome.Refused(failure));
            return;
        }
        await AnswerAsync(context, dialect, DialectOutcome.Of(await ingest.SubmitAsync(reporter, sent, context.RequestAborted)));
    }

    private static async ValueTask<SentSecret?> FindSecretAsync(HttpContext context, HttpDialect dialect)
    {
        if (!dialect.SecretMayBeInBody)
            return dialect.FindSecret!(context, Request(context, dialect, [], null));
        RequestBody body = await RequestBody.ReadAsync(context);
        context.Response.RegisterForDispose(body);
        context.Features.Set(new ReadBody(body));
        return dialect.FindSecret!(context, Request(context, dialect, body.Error is null ? body.Bytes : [], null));
    }

    /// <summary>The body, read already or now. What was read already lives as long as the request, and disposing it twice would give its buffer away twice.</summary>
    private static async ValueTask<RequestBody> BodyAsync(HttpContext context) =>
        context.Features.Get<ReadBody>() is { } read ? read.Body.Lend() : await RequestBody.ReadAsync(context);

    private static DialectRequest Request(HttpContext context, HttpDialect dialect, ReadOnlySpan<byte> body, Token? token)
    {
        HttpRequest request = context.Request;
        string target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        int mark = target.IndexOf('?', StringComparison.Ordinal);
        return new DialectRequest
        {
            Path = Encoding.UTF8.GetBytes(mark < 0 ? target : target[..mark]),
            Query = Encoding.UTF8.GetBytes(request.QueryString.Value is { Length: > 0 } query ? query[1..] : ""),
            Body = body,
            Hint = dialect.HintHeader is { } header && request.Headers[header].ToString() is { Length: > 0 } hint ? hint : null,
            LocationTags = token?.LocationTags?.Split(','),
        };
    }

    private static Task RefuseAsync(HttpContext context, HttpDialect dialect, ErrorKind error) => AnswerAsync(context, dialect, DialectOutcome.Refused(error));

    private static Task AnswerAsync(HttpContext context, HttpDialect dialect, DialectOutcome outcome)
    {
        if (outcome.Error?.Status is 503 or 429)
            Answer.SayRetryAfter(context);
        return dialect.AnswerAsync(context, outcome);
    }

    private sealed record ReadBody(RequestBody Body);
}
