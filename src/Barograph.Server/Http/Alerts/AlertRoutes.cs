using Barograph.Server.Notify;
using Barograph.Server.Running;
using Barograph.Storage;

namespace Barograph.Server.Http.Alerts;

/// <summary>The API of alerts: what fires, when somebody wants to be told, what not for a while, and where to.</summary>
public static class AlertRoutes
{
    public static void MapAlerts(this IEndpointRouteBuilder routes, IStore store, PendingAlerts pending, SecretBox box, ReportIntervals intervals, TimeProvider clock)
    {
        new AlertsEndpoint(store, pending, clock).Map(routes);
        new RulesEndpoint(store, intervals, clock).Map(routes);
        new MutesEndpoint(store, clock).Map(routes);
        new TargetsEndpoint(store, box, clock).Map(routes);
    }
}
