using Barograph.Formats;
using Barograph.Ingest;

namespace Barograph.Server.Http.Dialects;

/// <summary>Sensor.Community's kits: "send data to own API", and the address of api.sensor.community for kits that are pointed here. Basic authentication. docs/dialects/airrohr.md.</summary>
public static class AirrohrEndpoint
{
    private static readonly string[] Methods = ["POST"];

    public static void MapAirrohr(this IEndpointRouteBuilder routes, IngestPipeline ingest)
    {
        HttpDialect dialect = new(AirrohrReport.Parse, AnswerAsync);
        routes.MapDialect("/data.php", Methods, dialect, ingest);
        routes.MapDialect("/airrohr", Methods, dialect, ingest);
        routes.MapDialect("/v1/push-sensor-data", Methods, dialect with { HintHeader = "X-PIN" }, ingest);
    }

    // The firmware writes the answer to a refusal into its log.
    private static Task AnswerAsync(HttpContext context, DialectOutcome outcome) => outcome.Error is { } error
        ? Answer.TextAsync(context, error.Status, outcome.Detail ?? error.Title)
        : Answer.TextAsync(context, StatusCodes.Status200OK, "ok");
}
