using Barograph.Model;
using Barograph.Server.OpenApi;
using Barograph.Storage;

namespace Barograph.Server.Http;

/// <summary>What one part of the server says where only the other one serves: a wrong line in the proxy must be found quickly.</summary>
public static class OtherPart
{
    /// <summary>For an address without an endpoint.</summary>
    public static string NothingHere(ServerPart part) => part == ServerPart.Ingest
        ? "This process only takes reports (--part ingest); everything else is served by the one with --part site."
        : "There is nothing at this address.";

    /// <summary>In the site, the addresses that boards send to: said before any credential is asked for, because none would help.</summary>
    /// <param name="routes">Where it is said.</param>
    /// <param name="mapDialects">Maps the foreign dialects, as the other part does.</param>
    public static void MapNoReports(this IEndpointRouteBuilder routes, Action<IEndpointRouteBuilder> mapDialects)
    {
        RouteList foreign = new(routes);
        mapDialects(foreign);
        foreach (string path in (IEnumerable<string>)["/SQL_API", "/api/v1/reports", .. foreign.Patterns])
            routes.Map(path, RefuseAsync).WithMetadata(AccessRule.Open).ExcludeFromDescription();
        // Behind the proxy the other part serves them, so the description, which the site shows, is the same.
        routes.MapPost("/SQL_API", RefuseAsync).WithMetadata(AccessRule.Open).Describe(SeedEndpoint.PostDescription().ServedElsewhere(AccessRule.Report));
        routes.MapGet("/SQL_API", RefuseAsync).WithMetadata(AccessRule.Open).Describe(SeedEndpoint.GetDescription().ServedElsewhere(AccessRule.Report));
        routes.MapPost("/api/v1/reports", RefuseAsync).WithMetadata(AccessRule.Open).Describe(ReportsEndpoint.Description().ServedElsewhere(AccessRule.Report));
    }

    private static Task RefuseAsync(HttpContext context) => Answer.ProblemAsync(context, Errors.NotFound,
        "This process takes no reports (--part site); send them to the one with --part ingest, or let the proxy do that.");
}
