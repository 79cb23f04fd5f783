using System.Text.Json;
using System.Text.Unicode;

namespace Barograph.Formats;

/// <summary>
/// Reads the text of JSON strings and keys without allocating and without the platform's late exceptions: its reader checks neither
/// UTF-8 nor surrogates until somebody asks for the text, and then it throws. One instance serves one body.
/// </summary>
internal sealed class JsonText
{
    /// <summary>
    /// Longest text that is read, in bytes as sent. The longest one that means something is a location of 128 bytes; written as
    /// <c>\u0041</c> throughout that is 768.
    /// </summary>
    public const int MaxBytes = 1024;

    public static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    private byte[]? _unescaped;

    /// <summary>
    /// The text of the reader's present token as UTF-8, valid until the next call. False if it is too long, holds a NUL or is no text at
    /// all (invalid UTF-8, half a surrogate pair); <paramref name="text"/> is then the token's raw bytes, for quoting.
    /// </summary>
    public bool TryRead(ref Utf8JsonReader reader, out ReadOnlySpan<byte> text)
    {
        text = reader.ValueSpan;
        if (text.Length > MaxBytes)
            return false;
        // Fast path: nothing escaped. A bare NUL is a syntax error in JSON, so it can only come escaped.
        if (!reader.ValueIsEscaped)
            return Utf8.IsValid(text);
        _unescaped ??= new byte[MaxBytes];
        try
        {
            ReadOnlySpan<byte> unescaped = _unescaped.AsSpan(0, reader.CopyString(_unescaped));
            if (unescaped.Contains((byte)0))
                return false;
            text = unescaped;
            return true;
        }
        catch (InvalidOperationException)
        {
            // The reader's way of saying "not text"; there is no call that asks beforehand.
            return false;
        }
    }
}
