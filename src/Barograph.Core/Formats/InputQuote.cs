using System.Globalization;
using System.Text;

namespace Barograph.Formats;

/// <summary>Shows a sender its own input inside an error sentence: at most 40 characters, and nothing that could steer a terminal or a page.</summary>
internal static class InputQuote
{
    private const int MaxCharacters = 40;

    // 40 characters are at most 160 bytes; a little more shows that something was cut.
    private const int EnoughBytes = 4 * MaxCharacters + 4;

    public static string Of(ReadOnlySpan<byte> utf8) => Of(Encoding.UTF8.GetString(utf8[..Math.Min(utf8.Length, EnoughBytes)]));

    public static string Of(string text)
    {
        var quoted = new StringBuilder("\"", MaxCharacters + 8);
        foreach (char c in text.AsSpan(0, Math.Min(text.Length, MaxCharacters)))
        {
            bool unsafeToShow = c == '"' || CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format
                or UnicodeCategory.Surrogate or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
            if (unsafeToShow)
                quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else
                quoted.Append(c);
        }
        return quoted.Append(text.Length > MaxCharacters ? "…\"" : "\"").ToString();
    }
}
