using System.Globalization;
using System.Text;

namespace Barograph.Formats;

/// <summary>Text as Python writes it. The seed's server answered in these forms, and the seed's dialect keeps its bytes.</summary>
internal static class PythonText
{
    /// <summary><c>repr(text)</c>.</summary>
    public static string Repr(string text)
    {
        char quote = text.Contains('\'', StringComparison.Ordinal) && !text.Contains('"', StringComparison.Ordinal) ? '"' : '\'';
        var repr = new StringBuilder(text.Length + 2).Append(quote);
        foreach (Rune rune in text.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '\\' => repr.Append("\\\\"),
                '\n' => repr.Append("\\n"),
                '\r' => repr.Append("\\r"),
                '\t' => repr.Append("\\t"),
                var c when c == quote => repr.Append('\\').Append(quote),
                _ when IsPrintable(rune) => repr.Append(rune.ToString()),
                < 0x100 => repr.Append(CultureInfo.InvariantCulture, $"\\x{rune.Value:x2}"),
                < 0x10000 => repr.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}"),
                _ => repr.Append(CultureInfo.InvariantCulture, $"\\U{rune.Value:x8}"),
            };
        }
        return repr.Append(quote).ToString();
    }

    /// <summary>Appends <c>json.dumps(text)</c>: ASCII only, everything else as <c>\uXXXX</c> in lower-case hex.</summary>
    public static StringBuilder AppendJson(StringBuilder json, string text)
    {
        json.Append('"');
        foreach (char c in text)
        {
            _ = c switch
            {
                '"' => json.Append("\\\""),
                '\\' => json.Append("\\\\"),
                '\n' => json.Append("\\n"),
                '\r' => json.Append("\\r"),
                '\t' => json.Append("\\t"),
                '\f' => json.Append("\\f"),
                '\b' => json.Append("\\b"),
                >= ' ' and <= '~' => json.Append(c),
                _ => json.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
            };
        }
        return json.Append('"');
    }

    // str.isprintable: everything but the categories Other and Separator; the plain space is printable.
    private static bool IsPrintable(Rune rune) => rune.Value == ' ' || Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.SpaceSeparator);
}
