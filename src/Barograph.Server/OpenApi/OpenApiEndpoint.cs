using System.Text;
using Barograph.Server.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Barograph.Server.OpenApi;

/// <summary><c>GET /openapi/v1.json</c>: the description of everything that programs may ask this server. It holds no data, so it is open.</summary>
public sealed class OpenApiEndpoint(IServiceProvider services)
{
    // The endpoints do not change while the server runs. Made when it is first asked for: most servers never are.
    private readonly Lazy<Task<OpenApiDocument>> _document = new(() =>
        services.GetRequiredKeyedService<IOpenApiDocumentProvider>(OpenApiSetup.DocumentName).GetOpenApiDocumentAsync());

    private byte[]? _json;

    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/openapi/v1.json", GetAsync).WithMetadata(AccessRule.Open).Describe(
        new RouteDescription("getOpenApi", "Server", "This document.")
            .Gives(Shape.WithAny(Shape.Anything, new Field("openapi", Shape.Text())), "OpenAPI 3.1."));

    /// <summary>The document; the same one for everybody, so it must not be changed.</summary>
    public Task<OpenApiDocument> DocumentAsync() => _document.Value;

    private async Task GetAsync(HttpContext context)
    {
        if (_json is null)
        {
            string json = await (await DocumentAsync()).SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1, CancellationToken.None);
            _json = Encoding.UTF8.GetBytes(json.ReplaceLineEndings("\n") + "\n");
        }
        await Answer.BytesAsync(context, StatusCodes.Status200OK, _json, "application/json");
    }
}
