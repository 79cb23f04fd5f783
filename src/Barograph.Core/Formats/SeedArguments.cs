using System.Text;
using System.Text.Json;
using Barograph.Model;

namespace Barograph.Formats;

/// <summary>
/// Finds the five arguments of a seed request. Whoever is asked first wins: a later source fills only what is still absent.
/// </summary>
internal static class SeedArguments
{
    public const int Count = 5;
    private const int MaxDepth = 8;

    // The order in which the seed's parser declared them, so the order in which it complained.
    private static readonly string[] Names = ["location", "temperature", "pressure", "humidity", "wetness"];
    private static readonly byte[][] Keys = Array.ConvertAll(Names, Encoding.ASCII.GetBytes);

    public static string NameOf(int index) => Names[index];

    /// <summary>Reads a query or a form.</summary>
    public static void ReadPairs(ReadOnlySpan<byte> text, SeedArgumentForm form, Span<SeedArgument> arguments)
    {
        var pairs = new FormPairs(text);
        while (pairs.MoveNext())
        {
            int index = IndexOfSent(pairs.Key);
            if (index < 0 || arguments[index].Form != SeedArgumentForm.Absent)
                continue;
            // An empty value overlaps nothing and so begins at 0, which is as good a place as any.
            text.Overlaps(pairs.Value, out int start);
            arguments[index] = new SeedArgument(form, start, pairs.Value.Length);
        }
    }

    /// <summary>Reads a JSON object; answers the failure if it is none.</summary>
    public static Rejection? ReadJson(ReadOnlySpan<byte> body, Span<SeedArgument> arguments)
    {
        var text = new JsonText();
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = MaxDepth });
        try
        {
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                int index = text.TryRead(ref reader, out ReadOnlySpan<byte> key) ? IndexOf(key) : -1;
                reader.Read();
                if (index >= 0)
                    ReadValue(ref reader, ref arguments[index]);
                else
                    reader.Skip();
            }
            reader.Read();
            return null;
        }
        catch (JsonException broken)
        {
            return new Rejection(0, null, Errors.BodyNotJson,
                $"The body is not valid JSON: look at line {broken.LineNumber + 1}, byte {broken.BytePositionInLine + 1}.");
        }
    }

    // As in Python, of a key that stands twice in one object the last counts.
    private static void ReadValue(ref Utf8JsonReader reader, ref SeedArgument argument)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            argument = Here(ref reader);
            reader.Skip();
            return;
        }
        // A list stands for its first element; an empty one for nothing.
        int depth = reader.CurrentDepth;
        reader.Read();
        argument = reader.TokenType == JsonTokenType.EndArray ? default : Here(ref reader);
        while (reader.TokenType != JsonTokenType.EndArray || reader.CurrentDepth != depth)
            reader.Read();
    }

    private static SeedArgument Here(ref Utf8JsonReader reader)
    {
        int start = (int)reader.TokenStartIndex;
        int length = reader.ValueSpan.Length;
        return reader.TokenType switch
        {
            JsonTokenType.String => new SeedArgument(SeedArgumentForm.JsonText, start, length + 2),
            JsonTokenType.Number => new SeedArgument(SeedArgumentForm.JsonNumber, start, length),
            JsonTokenType.True => new SeedArgument(SeedArgumentForm.JsonTrue, start, length),
            JsonTokenType.False => new SeedArgument(SeedArgumentForm.JsonFalse, start, length),
            JsonTokenType.StartObject => new SeedArgument(SeedArgumentForm.JsonObject, start, 0),
            JsonTokenType.StartArray => new SeedArgument(SeedArgumentForm.JsonArray, start, 0),
            _ => new SeedArgument(SeedArgumentForm.JsonNull, start, 0),
        };
    }

    private static int IndexOf(ReadOnlySpan<byte> key)
    {
        for (int i = 0; i < Keys.Length; i++)
            if (key.SequenceEqual(Keys[i]))
                return i;
        return -1;
    }

    private static int IndexOfSent(ReadOnlySpan<byte> key)
    {
        for (int i = 0; i < Keys.Length; i++)
            if (FormText.KeyIs(key, Keys[i]))
                return i;
        return -1;
    }
}
