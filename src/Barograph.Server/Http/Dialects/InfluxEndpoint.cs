using Barograph.Formats;
using Barograph.Ingest;
using Barograph.Model;
using Barograph.Server.Auth;

namespace Barograph.Server.Http.Dialects;

/// <summary>InfluxDB's writes, of 1.x, 2.x and 3.x: docs/dialects/influx.md.</summary>
public static class InfluxEndpoint
{
    private static readonly string[] Methods = ["POST"];

    public static void MapInflux(this IEndpointRouteBuilder routes, IngestPipeline ingest, TimeProvider clock)
    {
        routes.MapDialect("/write", Methods, Dialect(InfluxWrite.ParseV1, InfluxGeneration.One), ingest);
        routes.MapDialect("/api/v2/write", Methods, Dialect(InfluxWrite.ParseV2, InfluxGeneration.Two), ingest);
        routes.MapDialect("/api/v3/write_lp", Methods, Dialect(InfluxWrite.ParseV3, InfluxGeneration.Three), ingest);
        new InfluxProbes(clock).Map(routes);
    }

    private static HttpDialect Dialect(DialectParser parse, InfluxGeneration generation) =>
        new(parse, (context, outcome) => InfluxAnswers.SayAsync(context, outcome, generation)) { FindSecret = FindSecret };

    /// <summary><c>?u=NAME&amp;p=PASSWORD</c>; the name may be missing.</summary>
    private static SentSecret? FindSecret(HttpContext context, DialectRequest request)
    {
        string? secret = SentSecrets.Find(request, "p"u8);
        return secret is null ? null : new SentSecret(new Claim(SentSecrets.Find(request, "u"u8), secret), DialectSet.Influx);
    }
}
