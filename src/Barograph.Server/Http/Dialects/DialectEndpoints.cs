using Barograph.Ingest;
using Barograph.Server.Http.Dialects.Stations;

namespace Barograph.Server.Http.Dialects;

/// <summary>All foreign dialects that are taken over HTTP.</summary>
public static class DialectEndpoints
{
    public static void MapDialects(this IEndpointRouteBuilder routes, IngestPipeline ingest, UnknownStations stations, TimeProvider clock)
    {
        routes.MapThingSpeak(ingest, clock);
        routes.MapOwnAddresses(ingest);
        routes.MapFineOffset(ingest, stations);
        routes.MapWunderground(ingest, clock);
        routes.MapThingsBoard(ingest);
        routes.MapAdafruit(ingest, clock);
        routes.MapEmoncms(ingest);
        routes.MapAirrohr(ingest);
        routes.MapInflux(ingest, clock);
    }
}
