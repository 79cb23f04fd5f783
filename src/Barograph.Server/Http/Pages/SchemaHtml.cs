using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace Barograph.Server.Http.Pages;

/// <summary>Parts of the OpenAPI document in a page.</summary>
internal static class SchemaHtml
{
    /// <summary>Appends text in which backticks enclose code.</summary>
    public static Html Prose(this Html page, string? text)
    {
        string[] parts = (text ?? "").Split('`');
        for (int i = 0; i < parts.Length; i++)
            if (i % 2 == 0)
                page.Text(parts[i]);
            else
                page.Markup("<code>").Text(parts[i]).Markup("</code>");
        return page;
    }

    /// <summary>Appends what is said of a member; what is said of its shape stands there already.</summary>
    public static Html About(this Html page, IOpenApiSchema schema) =>
        schema is OpenApiSchemaReference reference && reference.Description == reference.Target?.Description ? page : page.Prose(schema.Description);

    /// <summary>Appends what a value looks like, in a few words; what has a name is a link to it.</summary>
    public static Html Schema(this Html page, IOpenApiSchema? schema)
    {
        switch (schema)
        {
            case null:
                return page;
            case OpenApiSchemaReference { Reference.Id: { } name }:
                return page.Markup("<a href=\"#").Text(name).Markup("\">").Text(name).Markup("</a>");
            case { AnyOf: { Count: > 0 } any }:
                return page.Several(any, " or ");
            case { AllOf: { Count: > 0 } all }:
                // A problem with the codes that are possible: the sentence before says them.
                return page.Schema(all[0]);
            case { Enum: { Count: > 0 } words }:
                return page.Text("one of ").Markup("<code>").Text(string.Join(" ", words.Select(Shown))).Markup("</code>");
            case { Items: { } each }:
                return page.Text("array of ").Inner(each).OrNull(schema);
            case { AdditionalProperties: { } other } when schema.Properties is null or { Count: 0 }:
                return page.Text("object of ").Inner(other).OrNull(schema);
            default:
                return page.Text(Words(schema)).OrNull(schema);
        }
    }

    /// <summary>In parentheses if an "or" in it could be taken for one around it.</summary>
    private static Html Inner(this Html page, IOpenApiSchema schema) =>
        schema is not OpenApiSchemaReference && (schema.AnyOf is { Count: > 0 } || schema.Type?.HasFlag(JsonSchemaType.Null) == true)
            ? page.Text("(").Schema(schema).Text(")")
            : page.Schema(schema);

    private static Html Several(this Html page, IList<IOpenApiSchema> schemas, string between)
    {
        for (int i = 0; i < schemas.Count; i++)
            page.Text(i == 0 ? "" : between).Schema(schemas[i]);
        return page;
    }

    private static Html OrNull(this Html page, IOpenApiSchema schema) =>
        schema.Type is { } type && type != JsonSchemaType.Null && type.HasFlag(JsonSchemaType.Null) ? page.Text(" or null") : page;

    private static string Words(IOpenApiSchema schema) => (schema.Type & ~JsonSchemaType.Null) switch
    {
        JsonSchemaType.String => schema.Format == "date-time" ? "time" : "text",
        JsonSchemaType.Integer => "whole number",
        JsonSchemaType.Number => "number",
        JsonSchemaType.Boolean => "true or false",
        JsonSchemaType.Object => "object",
        _ => schema.Type == JsonSchemaType.Null ? "null" : "anything",
    };

    private static string Shown(JsonNode word) => word.ToString().TrimEnd('\n');
}
