using Barograph.Ingest;

namespace Barograph.Server.Http.Dialects;

/// <summary>All foreign dialects that are taken over HTTP.</summary>
public static class DialectEndpoints
{
    public static void MapDialects(this IEndpointRouteBuilder routes, IngestPipeline ingest, TimeProvider clock)
    {
        routes.MapThingSpeak(ingest, clock);
        routes.MapInflux(ingest, clock);
    }
}
