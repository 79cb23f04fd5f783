using Barograph.Formats;
using Barograph.Ingest;
using Barograph.Model;
using Barograph.Server.Auth;

namespace Barograph.Server.Http.Dialects.Stations;

/// <summary>
/// Ecowitt and Ambient Weather, which are the same stations: <c>/data/report/</c>, and whatever an owner sets below <c>/data</c>, <c>/weather</c>, <c>/ecowitt</c> or <c>/ambient</c>.
/// docs/dialects/ecowitt.md, docs/dialects/ambient.md.
/// </summary>
public static class FineOffsetEndpoint
{
    private static readonly string[] Methods = ["GET", "POST"];

    // Below them, not them alone: an Ambient console glues its fields to the path, and may do so without a slash.
    private static readonly string[] Patterns =
        ["/data/{**rest}", "/weather/{**rest}", "/ecowitt/{**rest}", "/ambient/{**rest}"];

    public static void MapFineOffset(this IEndpointRouteBuilder routes, IngestPipeline ingest, UnknownStations stations)
    {
        HttpDialect dialect = new(FineOffsetReport.Parse, (context, outcome) => AnswerAsync(context, outcome, stations))
        {
            FindSecret = FindSecret,
            SecretMayBeInBody = true,
        };
        foreach (string pattern in Patterns)
            routes.MapDialect(pattern, Methods, dialect, ingest);
    }

    /// <summary>A token of ours in the path that the station was given, or its own PASSKEY.</summary>
    private static SentSecret? FindSecret(HttpContext context, DialectRequest request)
    {
        DialectSet dialect = FineOffsetReport.IsAmbient(request) ? DialectSet.Ambient : DialectSet.Ecowitt;
        if (SentSecrets.Find(request, "token"u8) is { } token)
            return new SentSecret(new Claim(null, token), dialect);
        if (Find(request, "PASSKEY"u8) is not { } passkey)
            return null;
        context.Features.Set(new SentStation(passkey.Trim(), dialect, Find(request, "stationtype"u8), Find(request, "model"u8)));
        return new SentSecret(new Claim(null, passkey.Trim(), IsPasskey: true), dialect);
    }

    private static string? Find(DialectRequest request, ReadOnlySpan<byte> name) =>
        SentSecrets.Find(new DialectRequest { Query = GluedQuery.Of(request.Path) }, name) ?? SentSecrets.Find(request, name);

    private static Task AnswerAsync(HttpContext context, DialectOutcome outcome, UnknownStations stations)
    {
        if (outcome.Error is not { } error)
            return Answer.TextAsync(context, StatusCodes.Status200OK, """{"errcode":"0","errmsg":"ok"}""", "application/json");
        bool isUnknown = error == Errors.Unauthenticated || error == Errors.TooManyFailures;
        if (isUnknown && context.Features.Get<SentStation>() is { } sent)
            stations.Note(sent, AccessControl.AddressOf(context));
        bool isRefused = isUnknown || error == Errors.SecretReadable || error == Errors.ScopeMissing;
        string text = isRefused ? """{"errcode":"40001","errmsg":"invalid passkey"}""" : $$"""{"errcode":"{{error.Status}}","errmsg":"{{error.Code}}"}""";
        return Answer.TextAsync(context, error.Status, text, "application/json");
    }
}
