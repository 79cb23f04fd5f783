using Barograph.Server.OpenApi;
using Microsoft.OpenApi;

namespace Barograph.Server.Http.Pages;

/// <summary><c>/docs</c>: the OpenAPI document for people. Made here and not by a script in the browser, so it loads nothing from anywhere (docs/decisions/0015).</summary>
public sealed class DocsPage(OpenApiEndpoint openApi)
{
    /// <summary>What any operation may answer that needs a credential; said once, and not again with each.</summary>
    private static readonly string[] General = ["401", "429", "500", "503"];

    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/docs", GetAsync).WithMetadata(AccessRule.Open).ExcludeFromDescription();

    private async Task GetAsync(HttpContext context)
    {
        OpenApiDocument document = await openApi.DocumentAsync();
        string site = $"{context.Request.Scheme}://{context.Request.Host}";
        await Html.AnswerAsync(context, StatusCodes.Status200OK, "Interface", page =>
        {
            page.Markup("<h1>Interface</h1>");
            foreach (string paragraph in (document.Info.Description ?? "").ReplaceLineEndings("\n").Split("\n\n"))
                page.Markup("<p>").Prose(paragraph).Markup("</p>");
            page.Markup("<p>For programs: <a href=\"/openapi/v1.json\">openapi/v1.json</a></p>");
            ILookup<string, (string Path, HttpMethod Method, OpenApiOperation Operation)> groups = Operations(document).ToLookup(entry => GroupOf(entry.Operation));
            WriteContents(page, groups);
            foreach (var group in groups)
            {
                page.Markup("<h2>").Text(group.Key).Markup("</h2>");
                foreach ((string path, HttpMethod method, OpenApiOperation operation) in group)
                    WriteOperation(page, site, path, method, operation);
            }
            WriteSchemas(page, document);
            WriteSecurity(page, document);
        });
    }

    private static IEnumerable<(string Path, HttpMethod Method, OpenApiOperation Operation)> Operations(OpenApiDocument document) =>
        from path in document.Paths
        from operation in path.Value.Operations ?? []
        select (path.Key, operation.Key, operation.Value);

    private static string GroupOf(OpenApiOperation operation) => operation.Tags?.FirstOrDefault()?.Reference.Id ?? "";

    private static void WriteContents(Html page, ILookup<string, (string Path, HttpMethod Method, OpenApiOperation Operation)> groups)
    {
        page.Markup("<nav><ul>");
        foreach (var (path, method, operation) in groups.SelectMany(group => group))
            page.Markup("<li><a href=\"#").Text(operation.OperationId).Markup("\"><code>").Text($"{method} {path}").Markup("</code></a> ").Text(operation.Summary).Markup("</li>");
        page.Markup("</ul></nav>");
    }

    private static void WriteOperation(Html page, string site, string path, HttpMethod method, OpenApiOperation operation)
    {
        page.Markup("<section><h3 id=\"").Text(operation.OperationId).Markup("\"><code>").Text($"{method} {path}").Markup("</code></h3><p>").Prose(operation.Summary).Markup("</p>");
        if (operation.Description is { } details)
            page.Markup("<p>").Prose(details).Markup("</p>");
        if (operation.Security is { Count: > 0 } security)
            page.Markup("<p class=\"quiet\">With one of these <a href=\"#credentials\">credentials</a>: ")
                .Text(string.Join(", ", security.SelectMany(one => one.Keys).Select(scheme => scheme.Reference.Id))).Markup("</p>");
        if (operation.Parameters is { Count: > 0 } parameters)
        {
            page.Markup("<table><tr><th scope=\"col\">Parameter</th><th scope=\"col\" class=\"wide\">Meaning</th></tr>");
            foreach (IOpenApiParameter parameter in parameters)
                page.Markup("<tr><td><code>").Text(parameter.Name).Markup("</code>").Markup(parameter.Required ? "" : " <span class=\"quiet\">optional</span>")
                    .Markup("</td><td>").Prose(parameter.Description).Markup(" <span class=\"quiet\">").Schema(parameter.Schema).Markup("</span></td></tr>");
            page.Markup("</table>");
        }
        if (operation.RequestBody is { Content: { } content } body)
            foreach ((string type, var media) in content)
                page.Markup("<p>Body, <code>").Text(type).Markup("</code>: ").Prose(body.Description).Markup(" ").Schema(media.Schema).Markup("</p>");
        WriteAnswers(page, operation);
        page.Markup("<pre tabindex=\"0\"><code>").Text(CurlExample.Of(site, path, method, operation)).Markup("</code></pre></section>");
    }

    private static void WriteAnswers(Html page, OpenApiOperation operation)
    {
        page.Markup("<table><tr><th scope=\"col\">Answer</th><th scope=\"col\" class=\"wide\">Meaning</th></tr>");
        foreach ((string status, IOpenApiResponse answer) in operation.Responses ?? [])
        {
            if (General.Contains(status) && operation.Security is { Count: > 0 })
                continue;
            page.Markup("<tr><td>").Text(status).Markup("</td><td>").Prose(answer.Description);
            foreach ((string type, var media) in answer.Content ?? new Dictionary<string, OpenApiMediaType>())
                page.Markup(" <span class=\"quiet\"><code>").Text(type).Markup("</code> ").Schema(media.Schema).Markup("</span>");
            foreach ((string name, IOpenApiHeader header) in answer.Headers ?? new Dictionary<string, IOpenApiHeader>())
                page.Markup("<br><span class=\"quiet\"><code>").Text(name).Markup("</code> ").Prose(header.Description).Markup("</span>");
            page.Markup("</td></tr>");
        }
        page.Markup("</table>");
    }

    private static void WriteSchemas(Html page, OpenApiDocument document)
    {
        page.Markup("<h2>Shapes</h2>");
        foreach ((string name, IOpenApiSchema schema) in document.Components?.Schemas ?? new Dictionary<string, IOpenApiSchema>())
        {
            page.Markup("<section><h3 id=\"").Text(name).Markup("\">").Text(name).Markup("</h3><p>").Prose(schema.Description).Markup("</p>");
            if (schema.Properties is not { Count: > 0 } properties)
            {
                page.Markup("<p>").Schema(schema).Markup("</p></section>");
                continue;
            }
            page.Markup("<table><tr><th scope=\"col\">Member</th><th scope=\"col\" class=\"wide\">Meaning</th></tr>");
            foreach ((string member, IOpenApiSchema shape) in properties)
                page.Markup("<tr><td><code>").Text(member).Markup("</code>").Markup(schema.Required?.Contains(member) == true ? "" : " <span class=\"quiet\">optional</span>")
                    .Markup("</td><td>").About(shape).Markup(" <span class=\"quiet\">").Schema(shape).Markup("</span></td></tr>");
            if (schema.AdditionalProperties is { } others)
                page.Markup("<tr><td>any other</td><td><span class=\"quiet\">").Schema(others).Markup("</span></td></tr>");
            page.Markup("</table></section>");
        }
    }

    private static void WriteSecurity(Html page, OpenApiDocument document)
    {
        page.Markup("<h2 id=\"credentials\">Credentials</h2><table>");
        foreach ((string name, IOpenApiSecurityScheme scheme) in document.Components?.SecuritySchemes ?? new Dictionary<string, IOpenApiSecurityScheme>())
            page.Markup("<tr><td>").Text(name).Markup("</td><td class=\"wide\">").Prose(scheme.Description).Markup("</td></tr>");
        page.Markup("</table><p>Without a valid one the answer is 401; to one that may not do this it is 403. After 20 wrong ones within a minute it is 429, but never to a right one. ")
            .Markup("503 means that the server cannot do it now: send the same request again after the seconds in <code>Retry-After</code>. 500 is a defect of the server.</p>");
    }
}
