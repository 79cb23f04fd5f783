using System.Reflection;

namespace Barograph.Server.OpenApi;

/// <summary>Attaches descriptions to endpoints.</summary>
public static class RouteDescribing
{
    // The framework lists only endpoints with a method; which one does not matter, because the description says everything.
    private static readonly MethodInfo Method = ((RequestDelegate)Nothing).Method;

    /// <summary>Makes the endpoint a part of the OpenAPI document.</summary>
    public static TBuilder Describe<TBuilder>(this TBuilder endpoint, RouteDescription description)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(description, Method);

    /// <summary>Refuses to start with an endpoint that is neither described nor said to be a page (<c>ExcludeFromDescription</c>).</summary>
    public static void DemandDescriptions(IEndpointRouteBuilder routes)
    {
        foreach (Endpoint endpoint in routes.DataSources.SelectMany(source => source.Endpoints))
            if (endpoint.Metadata.GetMetadata<RouteDescription>() is null && !IsExcluded(endpoint))
                throw new InvalidOperationException($"The endpoint {endpoint.DisplayName} has no description.");
    }

    private static bool IsExcluded(Endpoint endpoint) =>
        endpoint.Metadata.GetMetadata<Microsoft.AspNetCore.Routing.IExcludeFromDescriptionMetadata>() is { ExcludeFromDescription: true };

    private static Task Nothing(HttpContext context) => Task.CompletedTask;
}
