using System.Globalization;
using System.Text;

namespace Barograph.Formats;

/// <summary>
/// Numbers as devices write them, read alike on every machine: a sign, digits, a point, an exponent, spaces around. No thousands
/// separators, underscores, hexadecimals or other digits than 0 to 9. Rounds to the nearest double, so <c>1e-400</c> is 0.
/// </summary>
public static class NumberText
{
    /// <summary>
    /// Longest number that is read, without the spaces around it. A double needs 24 characters; more than this is an attack or a bug.
    /// </summary>
    public const int MaxLength = 100;

    /// <summary>Reads UTF-8. <paramref name="value"/> is 0 unless the answer is <see cref="NumberKind.Number"/>.</summary>
    public static NumberKind Parse(ReadOnlySpan<byte> utf8, out double value)
    {
        value = 0;
        ReadOnlySpan<byte> text = utf8.Trim(" \t\r\n\f\v"u8);
        if (!IsNumber(text))
            return Spelled(text);
        if (text.Length > MaxLength || !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double read))
            return NumberKind.NotANumber;
        if (!double.IsFinite(read))
            return NumberKind.NotFinite;
        value = read;
        return NumberKind.Number;
    }

    /// <summary>Reads text. <paramref name="value"/> is 0 unless the answer is <see cref="NumberKind.Number"/>.</summary>
    public static NumberKind Parse(ReadOnlySpan<char> text, out double value)
    {
        value = 0;
        text = text.Trim(" \t\r\n\f\v");
        Span<byte> ascii = stackalloc byte[MaxLength];
        // Whatever is not ASCII or longer than the buffer is neither a number nor a known spelling.
        return text.Length <= MaxLength && Ascii.FromUtf16(text, ascii, out int written) == System.Buffers.OperationStatus.Done
            ? Parse(ascii[..written], out value)
            : NumberKind.NotANumber;
    }

    /// <summary>True for <c>nan</c> in any case, with or without a sign: a sensor that failed, rather than a field left out.</summary>
    public static bool SpellsNaN(ReadOnlySpan<byte> utf8) =>
        Ascii.EqualsIgnoreCase(WithoutSign(utf8.Trim(" \t\r\n\f\v"u8)), "nan"u8);

    /// <inheritdoc cref="SpellsNaN(ReadOnlySpan{byte})"/>
    public static bool SpellsNaN(ReadOnlySpan<char> text)
    {
        text = text.Trim(" \t\r\n\f\v");
        return Ascii.EqualsIgnoreCase(text is ['+' or '-', ..] ? text[1..] : text, "nan");
    }

    // Decides by itself what a number looks like: the platform's parser would also take "Infinity", "NaN" and trailing NULs.
    private static bool IsNumber(ReadOnlySpan<byte> text)
    {
        text = WithoutSign(text);
        int whole = Digits(text);
        text = text[whole..];
        int fraction = 0;
        if (text is [(byte)'.', ..])
        {
            fraction = Digits(text[1..]);
            text = text[(1 + fraction)..];
        }
        if (whole + fraction == 0)
            return false;
        if (text.IsEmpty)
            return true;
        if (text[0] is not ((byte)'e' or (byte)'E'))
            return false;
        text = WithoutSign(text[1..]);
        return !text.IsEmpty && Digits(text) == text.Length;
    }

    private static int Digits(ReadOnlySpan<byte> text)
    {
        int end = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return end < 0 ? text.Length : end;
    }

    private static ReadOnlySpan<byte> WithoutSign(ReadOnlySpan<byte> text) => text is [(byte)'+' or (byte)'-', ..] ? text[1..] : text;

    private static NumberKind Spelled(ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<byte> name = WithoutSign(text);
        if (Ascii.EqualsIgnoreCase(name, "inf"u8) || Ascii.EqualsIgnoreCase(name, "infinity"u8))
            return NumberKind.NotFinite;
        // Seen from real devices and gateways; "unavailable" and "unknown" are Home Assistant's, "--" a weather console's.
        bool missing = text.IsEmpty || text.SequenceEqual("--"u8) || Ascii.EqualsIgnoreCase(name, "nan"u8)
            || Ascii.EqualsIgnoreCase(text, "none"u8) || Ascii.EqualsIgnoreCase(text, "null"u8)
            || Ascii.EqualsIgnoreCase(text, "unavailable"u8) || Ascii.EqualsIgnoreCase(text, "unknown"u8);
        return missing ? NumberKind.Missing : NumberKind.NotANumber;
    }
}
