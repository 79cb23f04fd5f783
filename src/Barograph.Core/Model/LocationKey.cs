using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Barograph.Model;

/// <summary>
/// The rule for location keys: trimmed, otherwise the bytes as they are (no case folding, no normalisation), 1 to 128 bytes of UTF-8,
/// no control or bidi characters, none of <c>*+#</c> (they are wildcards in MQTT and in queries), no leading, trailing or double slash.
/// The same rule stands in SQL for rows inserted into the view esp32data.
/// </summary>
public static class LocationKey
{
    public const int MaxBytes = 128;

    /// <summary>Trims and checks. On failure <paramref name="problem"/> is a sentence for the sender.</summary>
    public static bool TryNormalize(
        string sent, [NotNullWhen(true)] out string? key, [NotNullWhen(false)] out string? problem)
    {
        key = null;
        string trimmed = sent.Trim();
        problem = Problem(trimmed);
        if (problem is not null)
            return false;
        key = trimmed;
        return true;
    }

    private static string? Problem(string key)
    {
        if (key.Length == 0)
            return "The location is empty.";
        // A char is at most 3 bytes of UTF-8, so the cheap test spares counting the bytes of a hostile megabyte.
        if (key.Length > MaxBytes || Encoding.UTF8.GetByteCount(key) > MaxBytes)
            return "The location is longer than 128 bytes.";
        if (key[0] == '/' || key[^1] == '/' || key.Contains("//", StringComparison.Ordinal))
            return "The location has a leading, trailing or double slash.";
        for (int i = 0; i < key.Length; i++)
        {
            char c = key[i];
            if (c is '*' or '+' or '#')
                return "The location contains one of * + #.";
            if (char.IsHighSurrogate(c) && i + 1 < key.Length && char.IsLowSurrogate(key[i + 1]))
                i++;
            else if (char.IsSurrogate(c) || c == '\uFFFD')
                return "The location is not valid UTF-8.";
            else if (char.IsControl(c) || CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.Format
                     or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
                return "The location contains a control, bidi or invisible character.";
        }
        return null;
    }
}
