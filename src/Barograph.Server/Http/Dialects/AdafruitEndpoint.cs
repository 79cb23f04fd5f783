using Barograph.Formats;
using Barograph.Ingest;
using Barograph.Model;
using Barograph.Server.Auth;

namespace Barograph.Server.Http.Dialects;

/// <summary>Adafruit IO's data: a feed's, a feed's batch, a group's. docs/dialects/adafruit.md.</summary>
public static class AdafruitEndpoint
{
    private static readonly string[] Methods = ["POST"];

    public static void MapAdafruit(this IEndpointRouteBuilder routes, IngestPipeline ingest, TimeProvider clock)
    {
        HttpDialect one = Dialect((context, outcome) => AnswerAsync(context, outcome, clock, isList: false));
        HttpDialect many = Dialect((context, outcome) => AnswerAsync(context, outcome, clock, isList: true));
        routes.MapDialect("/api/v2/{user}/feeds/{key}/data", Methods, one, ingest);
        routes.MapDialect("/api/v2/{user}/feeds/{key}/data/batch", Methods, many, ingest);
        routes.MapDialect("/api/v2/{user}/groups/{key}/data", Methods, one, ingest);
    }

    private static HttpDialect Dialect(Func<HttpContext, DialectOutcome, Task> answer) => new(AdafruitData.Parse, answer) { FindSecret = FindSecret };

    /// <summary>The header works for every token; in the address only for those that were made for it.</summary>
    private static SentSecret? FindSecret(HttpContext context, DialectRequest request)
    {
        if (context.Request.Headers["X-AIO-Key"].ToString() is { Length: > 0 } key)
            return new SentSecret(new Claim(null, key), DialectSet.None);
        return (SentSecrets.Find(request, "x-aio-key"u8) ?? SentSecrets.Find(request, "X-AIO-Key"u8)) is { } sent ? new SentSecret(new Claim(null, sent), DialectSet.Adafruit) : null;
    }

    private static Task AnswerAsync(HttpContext context, DialectOutcome outcome, TimeProvider clock, bool isList)
    {
        if (outcome.Error is { } error)
            return Answer.ObjectAsync(context, error.Status, json => json.WriteString("error", outcome.Detail ?? error.Title));
        DateTimeOffset now = clock.GetUtcNow();
        return Answer.JsonAsync(context, StatusCodes.Status200OK, json =>
        {
            if (isList)
                json.WriteStartArray();
            json.WriteStartObject();
            json.WriteString("id", now.ToUnixTimeMilliseconds().ToString(System.Globalization.CultureInfo.InvariantCulture));
            json.WriteString("created_at", now.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture));
            json.WriteNumber("created_epoch", now.ToUnixTimeSeconds());
            json.WriteEndObject();
            if (isList)
                json.WriteEndArray();
        });
    }
}
