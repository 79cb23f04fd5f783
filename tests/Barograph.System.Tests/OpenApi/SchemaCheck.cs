using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Barograph.SystemTests.OpenApi;

/// <summary>
/// Holds a value against a JSON schema of a document, strictly: a member that the schema does not name is a problem too, and a keyword that this does not understand ends the test.
/// </summary>
public sealed partial class SchemaCheck(JsonElement document)
{
    private static readonly HashSet<string> Ignored = ["description"];

    /// <summary>Sentences about what does not fit; empty if everything does.</summary>
    public List<string> Problems(JsonElement schema, JsonElement value)
    {
        List<string> problems = [];
        Check(schema, value, "$", null, problems.Add);
        return problems;
    }

    private JsonElement Resolve(JsonElement schema)
    {
        while (schema.TryGetProperty("$ref", out JsonElement reference))
        {
            JsonElement at = document;
            foreach (string step in reference.GetString()!.TrimStart('#').Split('/', StringSplitOptions.RemoveEmptyEntries))
                at = at.GetProperty(step);
            schema = at;
        }
        return schema;
    }

    private void Check(JsonElement schema, JsonElement value, string at, IReadOnlySet<string>? alsoNamed, Action<string> say)
    {
        schema = Resolve(schema);
        foreach (JsonProperty keyword in schema.EnumerateObject())
            if (!Ignored.Contains(keyword.Name) && Problem(keyword, schema, value, at, alsoNamed, say) is { } problem)
                say($"{at}: {problem}");
    }

    private string? Problem(JsonProperty keyword, JsonElement schema, JsonElement value, string at, IReadOnlySet<string>? alsoNamed, Action<string> say)
    {
        JsonElement rule = keyword.Value;
        switch (keyword.Name)
        {
            case "type":
                string[] types = rule.ValueKind == JsonValueKind.Array ? [.. rule.EnumerateArray().Select(type => type.GetString()!)] : [rule.GetString()!];
                return types.Any(type => IsOf(type, value)) ? null : $"{value.ValueKind} is not {string.Join(" or ", types)}";
            case "enum":
                return rule.EnumerateArray().Any(word => JsonElement.DeepEquals(word, value)) ? null : $"{value.GetRawText()} is none of {rule.GetRawText()}";
            case "anyOf":
                return rule.EnumerateArray().Any(one => Fits(one, value, at)) ? null : $"fits none of {rule.GetArrayLength()} shapes";
            case "allOf":
                HashSet<string> named = [.. rule.EnumerateArray().SelectMany(Names)];
                foreach (JsonElement part in rule.EnumerateArray())
                    Check(part, value, at, named, say);
                return null;
            case "properties" or "required" or "additionalProperties" when value.ValueKind == JsonValueKind.Object:
                return ObjectProblem(keyword, schema, value, at, alsoNamed, say);
            case "items" or "maxItems" when value.ValueKind == JsonValueKind.Array:
                return ArrayProblem(keyword, value, at, say);
            case "properties" or "required" or "additionalProperties" or "items" or "maxItems":
                return null;
            case "pattern" or "format" or "minLength" or "maxLength" or "minimum":
                return ScalarProblem(keyword.Name, rule, value);
            default:
                throw new NotSupportedException($"The keyword {keyword.Name} is not understood by this check.");
        }
    }

    private string? ObjectProblem(JsonProperty keyword, JsonElement schema, JsonElement value, string at, IReadOnlySet<string>? alsoNamed, Action<string> say)
    {
        switch (keyword.Name)
        {
            case "required":
                return string.Join(", ", keyword.Value.EnumerateArray().Select(name => name.GetString()!).Where(name => !value.TryGetProperty(name, out _))) is { Length: > 0 } missing
                    ? $"without {missing}"
                    : null;
            case "properties":
                foreach (JsonProperty member in value.EnumerateObject())
                    if (keyword.Value.TryGetProperty(member.Name, out JsonElement known))
                        Check(known, member.Value, $"{at}.{member.Name}", null, say);
                    else if (!schema.TryGetProperty("additionalProperties", out _) && alsoNamed?.Contains(member.Name) != true)
                        say($"{at}: {member.Name} is not described");
                return null;
            default:
                foreach (JsonProperty member in value.EnumerateObject())
                    if (!schema.TryGetProperty("properties", out JsonElement properties) || !properties.TryGetProperty(member.Name, out _))
                        Check(keyword.Value, member.Value, $"{at}.{member.Name}", null, say);
                return null;
        }
    }

    private string? ArrayProblem(JsonProperty keyword, JsonElement value, string at, Action<string> say)
    {
        if (keyword.Name == "maxItems")
            return value.GetArrayLength() > keyword.Value.GetInt32() ? $"more than {keyword.Value}" : null;
        int i = 0;
        foreach (JsonElement each in value.EnumerateArray())
            Check(keyword.Value, each, $"{at}[{i++}]", null, say);
        return null;
    }

    private static string? ScalarProblem(string keyword, JsonElement rule, JsonElement value) => (keyword, value.ValueKind) switch
    {
        ("minimum", JsonValueKind.Number) => value.GetDouble() < rule.GetDouble() ? $"{value} is less than {rule}" : null,
        ("pattern", JsonValueKind.String) => Regex.IsMatch(value.GetString()!, rule.GetString()!) ? null : $"{value} does not match {rule}",
        ("minLength", JsonValueKind.String) => value.GetString()!.EnumerateRunes().Count() < rule.GetInt32() ? "too short" : null,
        ("maxLength", JsonValueKind.String) => value.GetString()!.EnumerateRunes().Count() > rule.GetInt32() ? "too long" : null,
        ("format", JsonValueKind.String or JsonValueKind.Number) => FormatProblem(rule.GetString()!, value),
        _ => null,
    };

    private static string? FormatProblem(string format, JsonElement value) => (format, value.ValueKind) switch
    {
        ("date-time", JsonValueKind.String) => DateTime().IsMatch(value.GetString()!) ? null : $"{value} is no time",
        ("uri", JsonValueKind.String) => Uri.TryCreate(value.GetString(), UriKind.Absolute, out _) ? null : $"{value} is no URI",
        ("int64", JsonValueKind.Number) => value.TryGetInt64(out _) ? null : $"{value} is no 64-bit number",
        ("double", JsonValueKind.Number) => double.IsFinite(double.Parse(value.GetRawText(), CultureInfo.InvariantCulture)) ? null : $"{value} is too large",
        ("date-time" or "uri" or "int64" or "double", _) => null,
        _ => throw new NotSupportedException($"The format {format} is not understood by this check."),
    };

    private bool Fits(JsonElement schema, JsonElement value, string at)
    {
        bool fits = true;
        Check(schema, value, at, null, _ => fits = false);
        return fits;
    }

    private IEnumerable<string> Names(JsonElement schema)
    {
        schema = Resolve(schema);
        return schema.TryGetProperty("properties", out JsonElement properties) ? properties.EnumerateObject().Select(property => property.Name) : [];
    }

    private static bool IsOf(string type, JsonElement value) => type switch
    {
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        "number" => value.ValueKind == JsonValueKind.Number,
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "null" => value.ValueKind == JsonValueKind.Null,
        "array" => value.ValueKind == JsonValueKind.Array,
        "object" => value.ValueKind == JsonValueKind.Object,
        _ => throw new NotSupportedException($"The type {type} is not understood by this check."),
    };

    [GeneratedRegex(@"^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})$")]
    private static partial Regex DateTime();
}
