using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Barograph.Model;
using Barograph.Server.Auth;
using Barograph.Server.Changes;

namespace Barograph.Server.Http;

/// <summary>
/// The JSON object that a person's request carries, read strictly: a member that the endpoint does not know, one that is given twice, or a value of the wrong
/// kind is refused, because a silently ignored "lokation" would place a board somewhere else. No body is an empty object.
/// </summary>
public sealed class JsonBody
{
    private const int MaxBytes = 64 * 1024;
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 8 };
    private static readonly JsonElement Empty = JsonElement.Parse("{}");

    private readonly JsonElement _object;

    private JsonBody(JsonElement body) => _object = body;

    /// <param name="context">The request.</param>
    /// <param name="known">The members that the endpoint knows.</param>
    /// <exception cref="RefusedException">It cannot be read, or has another member.</exception>
    public static async ValueTask<JsonBody> ReadAsync(HttpContext context, params string[] known)
    {
        using RequestBody sent = await RequestBody.ReadAsync(context);
        if (sent.Error is { } unreadable)
            throw new RefusedException(unreadable, "Send the body plain or with Content-Encoding: gzip, and at most 64 KiB.");
        if (sent.Bytes.Length > MaxBytes)
            throw new RefusedException(Errors.BodyTooLarge, "The body may be at most 64 KiB.");
        if (sent.Bytes.IsEmpty)
            return new JsonBody(Empty);
        // A page of another site can send a form with the person's cookie, but no JSON that says so.
        if (Caller.Find(context)?.Session is not null && !context.Request.HasJsonContentType())
            throw new RefusedException(Errors.ContentTypeWrong, "Send the body with Content-Type: application/json.");
        JsonBody body = new(Parse(sent.Bytes.ToArray()));
        foreach (JsonProperty member in body._object.EnumerateObject())
            if (!known.Contains(member.Name, StringComparer.Ordinal))
                throw new RefusedException(Errors.MemberInvalid,
                    $"There is no member \"{NameRule.Cut(member.Name, 40)}\" here; there {(known.Length == 0 ? "is none" : "are " + string.Join(", ", known))}.");
        return body;
    }

    public bool Has(string name) => _object.TryGetProperty(name, out _);

    /// <summary>A member that is there and not null.</summary>
    public bool TryGet(string name, [MaybeNullWhen(false)] out JsonElement value) =>
        _object.TryGetProperty(name, out value) && value.ValueKind != JsonValueKind.Null;

    /// <summary>Null if it is not there, or null.</summary>
    public string? Text(string name) => TryGet(name, out JsonElement value) ? TextOf(value, name) : null;

    public string RequiredText(string name) => Text(name) ?? throw new RefusedException(Errors.MemberInvalid, "It is missing.", name);

    public bool? Flag(string name) => !TryGet(name, out JsonElement value) ? null : value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw new RefusedException(Errors.MemberInvalid, "It must be true or false.", name),
    };

    public int? WholeNumber(string name) => !TryGet(name, out JsonElement value) ? null
        : value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number) ? number
        : throw new RefusedException(Errors.MemberInvalid, "It must be a whole number or null.", name);

    /// <summary>A finite number; null if it is not there, or null.</summary>
    public double? Number(string name) => !TryGet(name, out JsonElement value) ? null
        : value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && double.IsFinite(number) ? number
        : throw new RefusedException(Errors.MemberInvalid, "It must be a number.", name);

    public static string TextOf(JsonElement value, string name)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString()! : throw new RefusedException(Errors.MemberInvalid, "It must be a text.", name);
        }
        catch (InvalidOperationException)
        {
            // Bytes that are no UTF-8, or half of a surrogate pair.
            throw new RefusedException(Errors.MemberInvalid, "It is not valid text.", name);
        }
    }

    private static JsonElement Parse(byte[] bytes)
    {
        try
        {
            JsonElement element = JsonElement.Parse(bytes, Strict);
            if (element.ValueKind == JsonValueKind.Object)
                return element;
        }
        catch (JsonException)
        {
            // Said below.
        }
        throw new RefusedException(Errors.BodyNotJson, "Send a JSON object such as {\"name\":\"attic\"}, each member once.");
    }
}
