using Barograph.Server.Running;
using Barograph.Storage;

namespace Barograph.Server.Http.Alerts;

/// <summary>The API of alerts: what fires, when somebody wants to be told, and what not for a while.</summary>
public static class AlertRoutes
{
    public static void MapAlerts(this IEndpointRouteBuilder routes, IStore store, PendingAlerts pending, ReportIntervals intervals, TimeProvider clock)
    {
        new AlertsEndpoint(store, pending, clock).Map(routes);
        new RulesEndpoint(store, intervals, clock).Map(routes);
        new MutesEndpoint(store, clock).Map(routes);
    }
}
