using Barograph.Formats;
using Barograph.Ingest;
using Barograph.Model;
using Barograph.Server.Auth;

namespace Barograph.Server.Http.Dialects;

/// <summary>
/// Dialects whose senders are given an address by their owner, and a token in a header: the webhooks of The Things Stack, ChirpStack and Ruuvi Gateway, and SenML.
/// docs/dialects/lorawan.md, ruuvi.md, senml.md.
/// </summary>
public static class OwnAddressDialects
{
    /// <summary>For senders that use Authorization for something else, or whose form has no room for it.</summary>
    public const string TokenHeader = "Barograph-Token";

    public static void MapOwnAddresses(this IEndpointRouteBuilder routes, IngestPipeline ingest)
    {
        MapWebhook("tts", TheThingsUplink.Parse);
        MapWebhook("chirpstack", ChirpStackEvent.Parse);
        MapWebhook("ruuvi", RuuviGateway.Parse);
        routes.MapDialect("/api/v1/senml", ["POST", "PUT"], new HttpDialect(SenMlPack.Parse, AnswerPackAsync) { FindSecret = FindSecret }, ingest);

        void MapWebhook(string name, DialectParser parse) =>
            routes.MapDialect($"/api/v1/webhooks/{name}", ["POST"], new HttpDialect(parse, AnswerAsync) { FindSecret = FindSecret }, ingest);
    }

    private static SentSecret? FindSecret(HttpContext context, DialectRequest request) =>
        context.Request.Headers[TokenHeader].ToString() is { Length: > 0 } token ? new SentSecret(new Claim(null, token.Trim()), DialectSet.None) : null;

    /// <summary>Any 2xx will do, and nobody reads the body; those who debug read it in their server's log.</summary>
    private static Task AnswerAsync(HttpContext context, DialectOutcome outcome) => outcome.Error is { } error
        ? Answer.ProblemAsync(context, error, outcome.Detail ?? error.Title)
        : Answer.BytesAsync(context, StatusCodes.Status200OK, ReadOnlyMemory<byte>.Empty, "text/plain; charset=utf-8");

    /// <summary>204, as RFC 8428's neighbours answer; where a part was not taken, 200 with the first reason.</summary>
    private static Task AnswerPackAsync(HttpContext context, DialectOutcome outcome)
    {
        if (outcome.Error is not null)
            return AnswerAsync(context, outcome);
        if (outcome.Verdict?.Rejections is { Count: > 0 } rejections)
            return Answer.ObjectAsync(context, StatusCodes.Status200OK, json => WriteRejection(json, outcome.Verdict, rejections));
        Answer.Done(context);
        return Task.CompletedTask;
    }

    private static void WriteRejection(System.Text.Json.Utf8JsonWriter json, IngestVerdict verdict, List<Rejection> rejections)
    {
        json.WriteNumber("stored", verdict.Stored);
        json.WriteNumber("rejected", rejections.Count);
        json.WriteNumber("index", rejections[0].Index);
        json.WriteString("code", rejections[0].Error.Code);
        json.WriteString("detail", rejections[0].Detail);
    }
}
