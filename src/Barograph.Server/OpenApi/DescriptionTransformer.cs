using System.Globalization;
using System.Text.Json.Nodes;
using Barograph.Model;
using Barograph.Server.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Barograph.Server.OpenApi;

/// <summary>Turns an endpoint's description and its rule of access into an operation of the document.</summary>
internal static class DescriptionTransformer
{
    private const string Json = "application/json";
    private const string ProblemJson = "application/problem+json";

    public static Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancel)
    {
        OpenApiDocument document = context.Document ?? throw new InvalidOperationException("An operation is described outside of a document.");
        IList<object> metadata = context.Description.ActionDescriptor.EndpointMetadata;
        RouteDescription route = metadata.OfType<RouteDescription>().Last();
        AccessRule rule = route.Rule ?? metadata.OfType<AccessRule>().Last();
        operation.OperationId = route.Id;
        operation.Tags = new HashSet<OpenApiTagReference> { new(route.Group, document) };
        operation.Summary = route.Summary;
        operation.Description = route.Details;
        operation.Parameters = [.. route.Parameters.Select(parameter => Parameter(parameter, document))];
        operation.RequestBody = route.Body is { } body ? Body(body, document) : null;
        operation.Responses = Responses(route, rule, document);
        operation.Security = [.. SecurityDescription.Schemes(rule.Kind).Select(scheme => new OpenApiSecurityRequirement
        {
            [new OpenApiSecuritySchemeReference(scheme, document)] = [],
        })];
        return Task.CompletedTask;
    }

    private static OpenApiParameter Parameter(DescribedParameter parameter, OpenApiDocument document) => new()
    {
        Name = parameter.Name,
        In = parameter.IsInPath ? ParameterLocation.Path : ParameterLocation.Query,
        Required = parameter.IsInPath,
        Description = parameter.About,
        Schema = (parameter.IsRepeatable ? Shape.ArrayOf(parameter.Shape) : parameter.Shape).In(document),
        Example = parameter.Example is { } example ? JsonValue.Create(example) : null,
    };

    private static OpenApiRequestBody Body(DescribedBody body, OpenApiDocument document) => new()
    {
        Description = body.About,
        Required = !body.IsOptional,
        Content = body.Types.ToDictionary(type => type.ContentType, type => new OpenApiMediaType
        {
            Schema = type.Shape.In(document),
            Example = type == body.Types[0] ? JsonNode.Parse(body.Example) : null,
        }),
    };

    private static OpenApiResponses Responses(RouteDescription route, AccessRule rule, OpenApiDocument document)
    {
        SortedDictionary<int, OpenApiResponse> responses = [];
        foreach (DescribedAnswer answer in route.Answers)
            responses[answer.Status] = new OpenApiResponse
            {
                Description = answer.About,
                Headers = Headers(answer.Status, answer.Header),
                Content = answer.ContentType.Length == 0 ? null : Content(answer.ContentType, answer.Shape, document),
            };
        IEnumerable<ErrorKind> errors = route.Refusals.Concat(SecurityDescription.Refusals(rule.Kind)).Append(Errors.Internal).Distinct();
        foreach (IGrouping<int, ErrorKind> group in errors.GroupBy(error => error.Status))
            // Where a dialect says in its own way what an error looks like, that holds.
            if (!responses.ContainsKey(group.Key))
                responses[group.Key] = Refusal(group.Key, [.. group.OrderBy(error => Errors.All.IndexOf(error))], route, document);
        var all = new OpenApiResponses();
        foreach ((int status, OpenApiResponse response) in responses)
            all[status.ToString(CultureInfo.InvariantCulture)] = response;
        return all;
    }

    private static OpenApiResponse Refusal(int status, ErrorKind[] errors, RouteDescription route, OpenApiDocument document)
    {
        // A defect is answered outside of the endpoint, so in no dialect.
        bool isOwnForm = route.IsDialect && status != StatusCodes.Status500InternalServerError;
        Shape coded = Shape.Both(route.IsDialect ? Shapes.Problem : route.Problem, Shape.With(new Field("code", Shape.OneWord(errors.Select(error => error.Code)))));
        return new OpenApiResponse
        {
            Description = string.Join(" ", errors.Select(error => $"`{error.Code}`: {error.Title}.")),
            Headers = Headers(status, null),
            Content = isOwnForm ? Content(Json, route.Problem, document) : Content(ProblemJson, coded, document),
        };
    }

    private static Dictionary<string, OpenApiMediaType> Content(string type, Shape shape, OpenApiDocument document) =>
        new() { [type] = new OpenApiMediaType { Schema = shape.In(document) } };

    private static Dictionary<string, IOpenApiHeader>? Headers(int status, (string Name, string About)? more)
    {
        Dictionary<string, IOpenApiHeader> headers = [];
        if (status is StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable)
            headers["Retry-After"] = Header("Seconds to wait before the same request is sent again.", JsonSchemaType.Integer);
        if (status is StatusCodes.Status401Unauthorized)
            headers["WWW-Authenticate"] = Header("The kinds of credentials that are taken.", JsonSchemaType.String);
        if (more is { } header)
            headers[header.Name] = Header(header.About, JsonSchemaType.String);
        return headers.Count == 0 ? null : headers;
    }

    private static OpenApiHeader Header(string about, JsonSchemaType type) => new() { Description = about, Schema = new OpenApiSchema { Type = type } };
}
