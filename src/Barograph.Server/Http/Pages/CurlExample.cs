using Barograph.Server.OpenApi;
using Microsoft.OpenApi;

namespace Barograph.Server.Http.Pages;

/// <summary>A line for a shell that asks what an operation answers, with the examples of its parameters.</summary>
internal static class CurlExample
{
    private const string Header = " \\\n    -H \"Authorization: Bearer $TOKEN\"";

    // What belongs to a signed-in person and to no token.
    private const string Cookie = " \\\n    -b \"barograph=$SESSION\"";

    public static string Of(string site, string path, HttpMethod method, OpenApiOperation operation)
    {
        List<string> query = [];
        foreach (IOpenApiParameter parameter in operation.Parameters ?? [])
        {
            if (parameter.Example is not { } given)
                continue;
            string example = given.ToString();
            if (parameter.In == ParameterLocation.Path)
                path = path.Replace($"{{{parameter.Name}}}", example, StringComparison.Ordinal);
            else
                query.Add($"{parameter.Name}={example}");
        }
        string? body = operation.RequestBody?.Content?.Values.FirstOrDefault(media => media.Example is not null)?.Example?.ToJsonString();
        // A body makes it a POST by itself.
        bool isSaid = method == HttpMethod.Get || method == HttpMethod.Post && operation.RequestBody is not null;
        string line = $"curl {(isSaid ? "" : $"-X {method} ")}\"{site}{path}{(query.Count == 0 ? "" : "?" + string.Join('&', query))}\"";
        if (operation.Security is { Count: > 0 } ways)
            line += ways.SelectMany(way => way.Keys).Any(scheme => scheme.Reference.Id == SecurityDescription.Bearer) ? Header : Cookie;
        if (body is not null)
            line += $" \\\n    --json '{body}'";
        return line;
    }
}
