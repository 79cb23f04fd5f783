using System.Globalization;
using System.Text;
using Barograph.Model;

namespace Barograph.Server.Commands;

/// <summary>Makes text safe and alike for a terminal.</summary>
public static class TerminalText
{
    /// <summary>
    /// Every control, bidi and invisible character becomes U+FFFD, so that a name from the store cannot move the cursor, recolour or reorder
    /// what stands around it.
    /// </summary>
    public static string Clean(string text) => Clean(text, keepLines: false);

    /// <summary>The same for a whole output, whose line ends stay.</summary>
    public static string CleanLines(string text) => Clean(text, keepLines: true);

    /// <summary>UTC as RFC 3339, to the second.</summary>
    public static string Of(Instant time) =>
        time.ToDateTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static string Of(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Clean(string text, bool keepLines)
    {
        var clean = new StringBuilder(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
            clean.Append(IsHarmless(rune) || (keepLines && rune.Value == '\n') ? rune.ToString() : "\uFFFD");
        return clean.ToString();
    }

    private static bool IsHarmless(Rune rune) => Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse);
}
