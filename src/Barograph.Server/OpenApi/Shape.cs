using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace Barograph.Server.OpenApi;

/// <summary>
/// What a value in a request or an answer looks like: a JSON schema. One with a name becomes a component of the document, and is referred to wherever it is used.
/// </summary>
public sealed class Shape
{
    public static readonly Shape Boolean = Plain(JsonSchemaType.Boolean);
    public static readonly Shape Number = new(null, _ => new OpenApiSchema { Type = JsonSchemaType.Number, Format = "double" });
    public static readonly Shape WholeNumber = new(null, _ => new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int64" });
    public static readonly Shape Anything = new(null, _ => new OpenApiSchema());
    public static readonly Shape Null = Plain(JsonSchemaType.Null);

    private readonly Func<OpenApiDocument, OpenApiSchema> _build;

    private Shape(string? name, Func<OpenApiDocument, OpenApiSchema> build)
    {
        Name = name;
        _build = build;
    }

    public string? Name { get; }

    /// <summary>A count: an integer that is not negative.</summary>
    public static Shape Count { get; } = new(null, _ => new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int64", Minimum = "0" });

    /// <summary>Text.</summary>
    /// <param name="format">A format of JSON Schema, or null.</param>
    /// <param name="pattern">What it matches, or null.</param>
    /// <param name="length">The fewest and the most characters, or null.</param>
    public static Shape Text(string? format = null, string? pattern = null, (int Least, int Most)? length = null) => new(null, _ => new OpenApiSchema
    {
        Type = JsonSchemaType.String,
        Format = format,
        Pattern = pattern,
        MinLength = length?.Least,
        MaxLength = length?.Most,
    });

    /// <summary>One of these texts.</summary>
    public static Shape OneWord(params IEnumerable<string> words) =>
        new(null, _ => new OpenApiSchema { Type = JsonSchemaType.String, Enum = [.. words.Select(word => (JsonNode)JsonValue.Create(word))] });

    /// <summary>Always this number.</summary>
    public static Shape Always(int number) =>
        new(null, _ => new OpenApiSchema { Type = JsonSchemaType.Integer, Enum = [JsonNode.Parse(number.ToString(CultureInfo.InvariantCulture))!] });

    public static Shape ArrayOf(Shape each, int? most = null) =>
        new(null, document => new OpenApiSchema { Type = JsonSchemaType.Array, Items = each.In(document), MaxItems = most });

    /// <summary>An object with these members.</summary>
    public static Shape With(params Field[] fields) => new(null, document => Build(document, fields, null));

    /// <summary>An object that may have any other member too, of this shape.</summary>
    public static Shape WithAny(Shape others, params Field[] fields) => new(null, document => Build(document, fields, others));

    public static Shape AnyOf(params Shape[] shapes) => new(null, document => new OpenApiSchema { AnyOf = [.. shapes.Select(shape => shape.In(document))] });

    /// <summary>What both say.</summary>
    public static Shape Both(Shape one, Shape other) => new(null, document => new OpenApiSchema { AllOf = [one.In(document), other.In(document)] });

    /// <summary>The same under a name.</summary>
    public Shape Named(string name, string about) => new(name, document =>
    {
        OpenApiSchema schema = _build(document);
        schema.Description = about;
        return schema;
    });

    /// <summary>This or null.</summary>
    public Shape OrNull() => Name is not null ? AnyOf(this, Null) : new Shape(null, document =>
    {
        OpenApiSchema schema = _build(document);
        schema.Type |= JsonSchemaType.Null;
        return schema;
    });

    /// <summary>As a schema of <paramref name="document"/>, which takes up the named ones among its components.</summary>
    public IOpenApiSchema In(OpenApiDocument document)
    {
        if (Name is null)
            return _build(document);
        IDictionary<string, IOpenApiSchema> known = (document.Components ??= new OpenApiComponents()).Schemas ??= new Dictionary<string, IOpenApiSchema>();
        if (!known.ContainsKey(Name))
            known[Name] = _build(document);
        return new OpenApiSchemaReference(Name, document);
    }

    private static Shape Plain(JsonSchemaType type) => new(null, _ => new OpenApiSchema { Type = type });

    private static OpenApiSchema Build(OpenApiDocument document, Field[] fields, Shape? others)
    {
        Dictionary<string, IOpenApiSchema> properties = [];
        foreach (Field field in fields)
        {
            IOpenApiSchema schema = field.Shape.In(document);
            if (field.About is not null)
                schema.Description = field.About;
            properties[field.Name] = schema;
        }
        return new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Properties = properties,
            Required = fields.Where(field => !field.IsOptional).Select(field => field.Name).ToHashSet(),
            AdditionalProperties = others?.In(document),
        };
    }
}
