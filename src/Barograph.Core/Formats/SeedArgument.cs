using System.Text;
using System.Text.Json;

namespace Barograph.Formats;

/// <summary>Where one argument of a seed request stands: not yet decoded, so that a good request costs no text.</summary>
/// <param name="Form">How the bytes are to be read; <see cref="SeedArgumentForm.Absent"/> by default.</param>
/// <param name="Start">Offset into the query or the body.</param>
/// <param name="Length">Bytes; of a JSON string, the quotes included.</param>
internal readonly record struct SeedArgument(SeedArgumentForm Form, int Start, int Length)
{
    /// <summary>The bytes as sent.</summary>
    public ReadOnlySpan<byte> SentIn(ReadOnlySpan<byte> query, ReadOnlySpan<byte> body) =>
        (Form == SeedArgumentForm.Query ? query : body).Slice(Start, Length);

    /// <summary>The decoded text. False if it is no valid text; then <paramref name="text"/> is fit for quoting only.</summary>
    public bool TryReadText(ReadOnlySpan<byte> sent, out string text)
    {
        if (Form is SeedArgumentForm.Query or SeedArgumentForm.Form)
        {
            text = FormText.DecodeText(sent, out bool isValid);
            return isValid;
        }
        if (Form != SeedArgumentForm.JsonText)
        {
            text = Encoding.UTF8.GetString(sent);
            return true;
        }
        var reader = new Utf8JsonReader(sent);
        reader.Read();
        bool isText = new JsonText().TryRead(ref reader, out ReadOnlySpan<byte> decoded);
        text = Encoding.UTF8.GetString(decoded);
        return isText;
    }
}
