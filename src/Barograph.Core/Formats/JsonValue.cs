using System.Text.Json;

namespace Barograph.Formats;

/// <summary>
/// One value of a report, as generous as the field's devices need it: numbers, numbers in quotes, and true and false as 1 and 0.
/// </summary>
internal static class JsonValue
{
    /// <summary>
    /// Reads the value that the reader stands on and leaves the reader on its last token. Anything but a number or
    /// <see cref="NumberKind.Missing"/> comes with a sentence for the sender.
    /// </summary>
    public static NumberKind Read(ref Utf8JsonReader reader, JsonText text, out double value, out string? problem)
    {
        problem = null;
        value = reader.TokenType == JsonTokenType.True ? 1 : 0;
        switch (reader.TokenType)
        {
            case JsonTokenType.Number:
                return Explain(NumberText.Parse(reader.ValueSpan, out value), reader.ValueSpan, out problem);
            case JsonTokenType.String:
                return ReadText(ref reader, text, out value, out problem);
            case JsonTokenType.True or JsonTokenType.False:
                return NumberKind.Number;
            case JsonTokenType.Null:
                return NumberKind.Missing;
            default:
                problem = reader.TokenType == JsonTokenType.StartObject
                    ? "The value is an object; send a number."
                    : "The value is an array; send a number.";
                reader.Skip();
                return NumberKind.NotANumber;
        }
    }

    private static NumberKind ReadText(ref Utf8JsonReader reader, JsonText text, out double value, out string? problem)
    {
        value = 0;
        bool isText = text.TryRead(ref reader, out ReadOnlySpan<byte> sent);
        NumberKind kind = isText ? NumberText.Parse(sent, out value) : NumberKind.NotANumber;
        // "nan" is a sensor that failed and its owner should hear of it; "unknown" or "" is a gateway that has nothing to say.
        if (kind == NumberKind.Missing && NumberText.SpellsNaN(sent))
            kind = NumberKind.NotFinite;
        return Explain(kind, sent, out problem);
    }

    private static NumberKind Explain(NumberKind kind, ReadOnlySpan<byte> sent, out string? problem)
    {
        problem = kind switch
        {
            NumberKind.NotANumber => $"The value {InputQuote.Of(sent)} is not a number of at most {NumberText.MaxLength} characters.",
            NumberKind.NotFinite => $"The value {InputQuote.Of(sent)} is not finite, or too large for a double (1.8e308).",
            _ => null,
        };
        return kind;
    }
}
