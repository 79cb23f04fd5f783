using Microsoft.OpenApi;

namespace Barograph.Server.Http.Pages;

/// <summary>A line for a shell that asks what an operation answers, with the examples of its parameters.</summary>
internal static class CurlExample
{
    private const string Header = " \\\n    -H \"Authorization: Bearer $TOKEN\"";

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
        string line = $"curl \"{site}{path}{(query.Count == 0 ? "" : "?" + string.Join('&', query))}\"";
        if (operation.Security is { Count: > 0 })
            line += Header;
        if (method == HttpMethod.Post && operation.RequestBody?.Content?.Values.FirstOrDefault(media => media.Example is not null)?.Example is { } body)
            line += $" \\\n    --json '{body.ToJsonString()}'";
        return line;
    }
}
