using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Barograph.Model;

namespace Barograph.Formats;

/// <summary>
/// JSON of foreign dialects, whose shape is not ours to stream: small documents, read whole. Takes the platform's late exceptions away: its document checks neither
/// UTF-8 nor surrogates until somebody asks for a text.
/// </summary>
public static class JsonTree
{
    // What a LoRaWAN server nests is 6 deep; the rest is a floor for attackers.
    private const int MaxDepth = 24;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = MaxDepth };

    /// <summary>Reads a document; the caller disposes it. False, with the failure of the whole request, where it is none.</summary>
    public static bool TryParse(ReadOnlySpan<byte> body, [NotNullWhen(true)] out JsonDocument? document, [NotNullWhen(false)] out Rejection? failure)
    {
        document = null;
        failure = null;
        if (body.StartsWith(JsonText.ByteOrderMark))
            body = body[JsonText.ByteOrderMark.Length..];
        if (body.IndexOfAnyExcept(" \t\r\n"u8) < 0)
        {
            failure = new Rejection(0, null, Errors.BodyEmpty, "The body is empty.");
            return false;
        }
        try
        {
            // The document keeps what it is given, and the span is only lent.
            document = JsonDocument.Parse(body.ToArray(), Options);
            return true;
        }
        catch (JsonException broken)
        {
            failure = new Rejection(0, null, Errors.BodyNotJson,
                $"The JSON breaks at line {broken.LineNumber + 1}, byte {broken.BytePositionInLine + 1}, or is nested too deep; nothing of it was taken.");
            return false;
        }
    }

    /// <summary>Lets <paramref name="read"/> have the root of a document; what is none becomes the failure of <paramref name="set"/>, unless that has one already.</summary>
    public static void Read(ReadOnlySpan<byte> body, ReportSet set, Action<JsonElement> read)
    {
        if (!TryParse(body, out JsonDocument? document, out Rejection? failure))
        {
            set.Failure ??= failure;
            return;
        }
        using (document)
            read(document.RootElement);
    }

    /// <summary>The member of an object; false where the element is no object or has none of this name.</summary>
    public static bool TryMember(JsonElement element, string name, out JsonElement member)
    {
        member = default;
        if (element.ValueKind != JsonValueKind.Object)
            return false;
        try
        {
            return element.TryGetProperty(name, out member);
        }
        catch (InvalidOperationException)
        {
            // Another name in the object is no text (half a surrogate pair), which the document notices while it looks for this one.
            return TryReadableMember(element, name, out member);
        }
    }

    private static bool TryReadableMember(JsonElement element, string name, out JsonElement member)
    {
        member = default;
        bool isFound = false;
        foreach (JsonProperty property in element.EnumerateObject())
            if (Name(property) == name)
                (member, isFound) = (property.Value, true);
        return isFound;
    }

    /// <summary>The text of a string, or null where the element is none, is no valid text, or is longer than <paramref name="maxLength"/> characters.</summary>
    public static string? Text(JsonElement element, int maxLength = 256)
    {
        if (element.ValueKind != JsonValueKind.String)
            return null;
        try
        {
            string text = element.GetString()!;
            return text.Length <= maxLength ? text : null;
        }
        catch (InvalidOperationException)
        {
            // The document's way of saying "not text" (half a surrogate pair, invalid UTF-8).
            return null;
        }
    }

    /// <summary>The name of a member, or null where it is no valid text.</summary>
    public static string? Name(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>
    /// The number that an element is or spells: a number, a string that holds one, true and false as 1 and 0. False for everything else, which includes what devices
    /// write for a missing value (null, "", nan, None, unavailable, unknown, --).
    /// </summary>
    public static bool TryNumber(JsonElement element, out double value)
    {
        value = element.ValueKind == JsonValueKind.True ? 1 : 0;
        return element.ValueKind switch
        {
            JsonValueKind.True or JsonValueKind.False => true,
            JsonValueKind.Number => element.TryGetDouble(out value) && double.IsFinite(value),
            JsonValueKind.String => Text(element, 64) is { } text && NumberText.Parse(text.Trim(), out value) == NumberKind.Number,
            _ => false,
        };
    }
}
