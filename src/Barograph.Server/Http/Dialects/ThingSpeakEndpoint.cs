using System.Globalization;
using System.Text.Json;
using Barograph.Formats;
using Barograph.Ingest;
using Barograph.Model;
using Barograph.Server.Auth;

namespace Barograph.Server.Http.Dialects;

/// <summary><c>/update</c> and <c>/channels/ID/bulk_update</c>: sketches for ThingSpeak work by changing the host name. docs/dialects/thingspeak.md.</summary>
public static class ThingSpeakEndpoint
{
    private static readonly string[] Methods = ["GET", "POST"];

    public static void MapThingSpeak(this IEndpointRouteBuilder routes, IngestPipeline ingest, TimeProvider clock)
    {
        HttpDialect update = new(ThingSpeakUpdate.Parse, (context, outcome) => AnswerAsync(context, outcome, clock))
        {
            FindSecret = FindSecret,
            SecretMayBeInBody = true,
        };
        foreach (string pattern in (ReadOnlySpan<string>)["/update", "/update.json", "/update.xml"])
            routes.MapDialect(pattern, Methods, update, ingest);
        routes.MapDialect("/channels/{id}/bulk_update.json", ["POST"], new HttpDialect(ThingSpeakBulk.ParseJson, AnswerBulkAsync) { FindSecret = FindSecretInJson, SecretMayBeInBody = true }, ingest);
        routes.MapDialect("/channels/{id}/bulk_update.csv", ["POST"], new HttpDialect(ThingSpeakBulk.ParseCsv, AnswerBulkAsync) { FindSecret = FindSecret, SecretMayBeInBody = true }, ingest);
    }

    /// <summary>The write key, in a header (two spellings are in use), the query or the form.</summary>
    private static SentSecret? FindSecret(HttpContext context, DialectRequest request)
    {
        foreach (string header in (ReadOnlySpan<string>)["THINGSPEAKAPIKEY", "X-THINGSPEAKAPIKEY"])
            if (context.Request.Headers[header].ToString() is { Length: > 0 } key)
                return new SentSecret(new Claim(null, key), DialectSet.None);
        return (SentSecrets.Find(request, "api_key"u8) ?? SentSecrets.Find(request, "write_api_key"u8)) is { } sent ? new SentSecret(new Claim(null, sent), DialectSet.ThingSpeak) : null;
    }

    private static SentSecret? FindSecretInJson(HttpContext context, DialectRequest request)
    {
        if (FindSecret(context, new DialectRequest { Query = request.Query }) is { } elsewhere)
            return elsewhere;
        if (!JsonTree.TryParse(request.Body, out JsonDocument? document, out _))
            return null;
        using (document)
            return JsonTree.TryMember(document.RootElement, "write_api_key", out JsonElement key) && JsonTree.Text(key) is { } sent
                ? new SentSecret(new Claim(null, sent), DialectSet.ThingSpeak)
                : null;
    }

    private static Task AnswerBulkAsync(HttpContext context, DialectOutcome outcome) => outcome.Error is { } error
        ? Answer.TextAsync(context, error.Status, """{"success":false}""", "application/json")
        : Answer.TextAsync(context, StatusCodes.Status202Accepted, """{"success":true}""", "application/json");

    // The number of the entry, which we do not have: the second of its receipt grows too, and sketches only ask whether it is above 0.
    private static Task AnswerAsync(HttpContext context, DialectOutcome outcome, TimeProvider clock) => outcome.Error is { } error
        ? Answer.TextAsync(context, error.Status, "0")
        : Answer.TextAsync(context, StatusCodes.Status200OK, clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
}
