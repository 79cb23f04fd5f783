using System.Globalization;
using System.Text;

namespace Barograph.Formats;

/// <summary>
/// Shows a sender its own input inside an error: at most 40 characters, and nothing that could steer a terminal or a page.
/// </summary>
internal static class InputQuote
{
    private const int MaxCharacters = 40;

    // 41 characters, one more than are shown, are at most 164 bytes.
    private const int EnoughBytes = 4 * (MaxCharacters + 1);

    /// <summary>The text in double quotes, for a sentence.</summary>
    public static string Of(ReadOnlySpan<byte> utf8) => $"\"{Bare(utf8)}\"";

    /// <inheritdoc cref="Of(ReadOnlySpan{byte})"/>
    public static string Of(string text) => $"\"{Bare(text)}\"";

    /// <summary>The text without quotes, where it is shown as a name.</summary>
    public static string Bare(ReadOnlySpan<byte> utf8) => Bare(Encoding.UTF8.GetString(utf8[..Math.Min(utf8.Length, EnoughBytes)]));

    private static string Bare(string text)
    {
        var quoted = new StringBuilder(MaxCharacters + 8);
        foreach (char c in text.AsSpan(0, Math.Min(text.Length, MaxCharacters)))
        {
            bool unsafeToShow = c == '"' || CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format
                or UnicodeCategory.Surrogate or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
            if (unsafeToShow)
                quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else
                quoted.Append(c);
        }
        return quoted.Append(text.Length > MaxCharacters ? "…" : "").ToString();
    }
}
