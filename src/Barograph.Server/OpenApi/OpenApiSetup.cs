using Barograph.Server.Http.Pages;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Barograph.Server.OpenApi;

/// <summary>The document as a whole: the framework walks the endpoints, and their descriptions say the rest.</summary>
public static class OpenApiSetup
{
    public const string DocumentName = "v1";

    private const string About =
        """
        Barograph takes what sensors report, keeps it, and gives it back.

        Times in answers are RFC 3339 in UTC or, in columns, Unix seconds; an unknown unit is null. A parameter that does not exist is an error and not ignored.
        Errors are problem documents (RFC 9457) with a stable `code`. An address without anything says 404 `not_found`, a wrong method 405 `method_not_allowed`.
        """;

    public static IServiceCollection AddDescriptions(this IServiceCollection services) => services.AddOpenApi(DocumentName, options =>
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.AddOperationTransformer(DescriptionTransformer.TransformAsync);
        options.AddDocumentTransformer(CompleteAsync);
    });

    private static Task CompleteAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancel)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Barograph",
            // Of the interface and not of the program: it changes when something that is described here stops working.
            Version = DocumentName,
            Description = About,
            License = new OpenApiLicense { Name = "MIT", Identifier = "MIT" },
        };
        // Relative, so it is right behind every proxy.
        document.Servers = [new OpenApiServer { Url = "/" }];
        OpenApiComponents components = document.Components ??= new OpenApiComponents();
        components.SecuritySchemes = SecurityDescription.All();
        components.Schemas = (components.Schemas ?? new Dictionary<string, IOpenApiSchema>())
            .OrderBy(schema => schema.Key, StringComparer.Ordinal).ToDictionary(schema => schema.Key, schema => schema.Value);
        document.Tags = document.Paths.Values.SelectMany(path => path.Operations?.Values.AsEnumerable() ?? [])
            .SelectMany(operation => operation.Tags ?? Enumerable.Empty<OpenApiTagReference>()).Select(tag => tag.Reference.Id!)
            .Distinct().Order(StringComparer.Ordinal).Select(name => new OpenApiTag { Name = name }).ToHashSet();
        return Task.CompletedTask;
    }

    /// <summary><c>/openapi/v1.json</c>, and <c>/docs</c> that shows it.</summary>
    public static void MapDescriptions(this WebApplication app)
    {
        OpenApiEndpoint openApi = new(app.Services);
        openApi.Map(app);
        new DocsPage(openApi).Map(app);
    }
}
