using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Barograph.Formats;

/// <summary>
/// Decodes keys and values of forms and queries as sloppily as devices write them: a raw space, <c>+</c> and <c>%20</c> are all a space,
/// and a <c>%</c> that begins no escape stands for itself. Nothing here fails.
/// </summary>
public static class FormText
{
    // A location is at most 128 bytes, or 384 when each is escaped; longer texts take the heap.
    private const int StackBytes = 512;

    /// <summary>Decodes into <paramref name="destination"/>, which must be at least as long, and returns the decoded length.</summary>
    public static int Decode(ReadOnlySpan<byte> sent, Span<byte> destination)
    {
        int written = 0;
        for (int i = 0; i < sent.Length; i++)
        {
            byte b = sent[i];
            if (b == '+')
                b = (byte)' ';
            else if (b == '%' && i + 2 < sent.Length && char.IsAsciiHexDigit((char)sent[i + 1]) && char.IsAsciiHexDigit((char)sent[i + 2]))
            {
                b = (byte)(HexDigit(sent[i + 1]) << 4 | HexDigit(sent[i + 2]));
                i += 2;
            }
            destination[written++] = b;
        }
        return written;
    }

    /// <summary>
    /// Decodes to text. A last character that was cut in the middle is dropped: old MicroPython counts characters where Content-Length
    /// wants bytes, so a text with umlauts arrives some bytes short. Any other invalid byte becomes U+FFFD and makes
    /// <paramref name="isValid"/> false.
    /// </summary>
    public static string DecodeText(ReadOnlySpan<byte> sent, out bool isValid)
    {
        byte[]? rented = sent.Length > StackBytes ? ArrayPool<byte>.Shared.Rent(sent.Length) : null;
        Span<byte> buffer = rented ?? stackalloc byte[StackBytes];
        ReadOnlySpan<byte> decoded = buffer[..Decode(sent, buffer)];
        isValid = Utf8.IsValid(decoded);
        if (!isValid)
        {
            decoded = WithoutCutCharacter(decoded);
            isValid = Utf8.IsValid(decoded);
        }
        string text = NameCache.Get(decoded);
        if (rented is not null)
            ArrayPool<byte>.Shared.Return(rented);
        return text;
    }

    /// <summary>True if the key as sent decodes to <paramref name="name"/>.</summary>
    public static bool KeyIs(ReadOnlySpan<byte> sent, ReadOnlySpan<byte> name)
    {
        if (sent.SequenceEqual(name))
            return true;
        // Slow path, for keys that may be escaped: three bytes for one at most.
        if (sent.Length > 3 * name.Length || sent.Length > StackBytes || !sent.ContainsAny("%+"u8))
            return false;
        Span<byte> decoded = stackalloc byte[StackBytes];
        return decoded[..Decode(sent, decoded)].SequenceEqual(name);
    }

    private static ReadOnlySpan<byte> WithoutCutCharacter(ReadOnlySpan<byte> text)
    {
        // The first byte of the last character lies at most three bytes before the end.
        for (int start = text.Length - 1; start >= 0 && start >= text.Length - 3; start--)
            if (text[start] >= 0xC0)
                return Rune.DecodeFromUtf8(text[start..], out _, out _) == OperationStatus.NeedMoreData ? text[..start] : text;
        return text;
    }

    private static int HexDigit(byte digit) => digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;
}
