using System.Text.Json;

namespace Barograph.SystemTests.OpenApi;

/// <summary>spec/openapi.json, as a witness of what the server answers.</summary>
public sealed class SpokenInterface
{
    /// <summary>Answers that are larger are not looked at: what they consist of is seen in smaller ones.</summary>
    private const int MostBytes = 1 << 20;

    private readonly JsonElement _paths;
    private readonly SchemaCheck _check;

    private SpokenInterface(string json)
    {
        Document = JsonDocument.Parse(json).RootElement;
        _paths = Document.GetProperty("paths");
        _check = new SchemaCheck(Document);
    }

    public static string File { get; } = Path.Combine(Repository.Root, "spec", "openapi.json");

    /// <summary>The committed one.</summary>
    public static SpokenInterface Committed { get; } = new(System.IO.File.ReadAllText(File));

    public JsonElement Document { get; }

    /// <summary>Every operation, as "GET /api/v1/latest".</summary>
    public IEnumerable<string> Operations =>
        from path in _paths.EnumerateObject()
        from operation in path.Value.EnumerateObject()
        select $"{operation.Name.ToUpperInvariant()} {path.Name}";

    /// <summary>The operation that a request is for, or null.</summary>
    /// <param name="method">Of the request.</param>
    /// <param name="target">Its path, with or without a query.</param>
    public string? OperationOf(string method, string target)
    {
        string[] steps = target.Split('?')[0].TrimEnd('/').Split('/');
        return Operations.FirstOrDefault(operation => operation.Split(' ') is [{ } verb, { } path] && verb == method && Matches(path.Split('/'), steps));
    }

    public JsonElement this[string operation] => _paths.GetProperty(operation.Split(' ')[1]).GetProperty(operation.Split(' ')[0].ToLowerInvariant());

    /// <summary>The shape of a request's body in JSON.</summary>
    public List<string> BodyProblems(string operation, JsonElement body) =>
        _check.Problems(this[operation].GetProperty("requestBody").GetProperty("content").GetProperty("application/json").GetProperty("schema"), body);

    /// <summary>What the document says about <paramref name="answer"/> that is not so; empty if it tells the truth, or nothing.</summary>
    /// <param name="method">Of the request.</param>
    /// <param name="target">Its path and query.</param>
    /// <param name="answer">What came back.</param>
    public IReadOnlyList<string> Lies(string method, string target, RawAnswer answer)
    {
        if (OperationOf(method, target) is not { } operation || answer.Body.Length > MostBytes)
            return [];
        string type = (answer.Header("Content-Type") ?? "").Split(';')[0];
        bool isJson = type.EndsWith("json", StringComparison.Ordinal) && !type.EndsWith("ndjson", StringComparison.Ordinal);
        // What is no HTTP is refused before anything of ours sees it.
        if (answer.Status == 400 && answer.Body.Length == 0 && type.Length == 0)
            return [];
        // What comes through a proxy may be the proxy's own: a 502, or another site's page.
        if (answer.Header("Server")?.StartsWith("nginx", StringComparison.Ordinal) == true)
            return [];
        // In a split set-up the other part says so, whatever is asked.
        if (answer.Status == 404 && type == "application/problem+json" && answer.Code == "not_found")
            return [];
        if (!this[operation].GetProperty("responses").TryGetProperty(answer.StatusLine.Split(' ')[1], out JsonElement described))
            return [$"{operation} does not say that it answers {answer.Status}"];
        if (!described.TryGetProperty("content", out JsonElement types))
            return answer.Body.Length == 0 ? [] : [$"{operation} does not say that {answer.Status} has a body"];
        if (!types.TryGetProperty(type, out JsonElement content))
            return [$"{operation} does not say that {answer.Status} is {type}"];
        JsonElement value = isJson ? answer.Json : JsonSerializer.SerializeToElement(answer.Text);
        return [.. _check.Problems(content.GetProperty("schema"), value).Select(problem => $"{operation} {answer.Status}: {problem}"), .. MissingHeaders(operation, described, answer)];
    }

    private static IEnumerable<string> MissingHeaders(string operation, JsonElement described, RawAnswer answer) =>
        described.TryGetProperty("headers", out JsonElement headers) && answer.Status >= 400
            ? headers.EnumerateObject().Where(header => answer.Header(header.Name) is null).Select(header => $"{operation} {answer.Status}: without {header.Name}")
            : [];

    private static bool Matches(string[] path, string[] steps) =>
        path.Length == steps.Length && path.Zip(steps).All(pair => pair.First.StartsWith('{') || pair.First.Equals(pair.Second, StringComparison.OrdinalIgnoreCase));
}
