namespace Barograph.Server.Http;

/// <summary>Takes routes only to know their addresses; nothing is served.</summary>
public sealed class RouteList(IEndpointRouteBuilder routes) : IEndpointRouteBuilder
{
    public IServiceProvider ServiceProvider => routes.ServiceProvider;

    public ICollection<EndpointDataSource> DataSources { get; } = [];

    /// <summary>The addresses, each once.</summary>
    public IEnumerable<string> Patterns =>
        DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>().Select(endpoint => endpoint.RoutePattern.RawText!).Distinct(StringComparer.Ordinal);

    public IApplicationBuilder CreateApplicationBuilder() => routes.CreateApplicationBuilder();
}
