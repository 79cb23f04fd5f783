using System.Text;

namespace Barograph.Server.Export;

/// <summary>A text as a cell of CSV (RFC 4180) that no spreadsheet takes for a formula.</summary>
/// <remarks>
/// An apostrophe is put before each of <c>= + - @</c> (their full-width forms too), tab, CR, LF and apostrophe that stands at the beginning of the text or after a
/// <c>;</c>, where a spreadsheet of a country with decimal commas begins a cell. Whoever reads it back takes one apostrophe away from each of these places.
/// </remarks>
public static class CsvText
{
    private const string Risky = "=+-@\uFF1D\uFF0B\uFF0D\uFF20\t\r\n'";

    public static string Cell(string text)
    {
        string safe = Defused(text);
        return safe.AsSpan().IndexOfAny(",;\"\r\n") < 0 ? safe : $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    private static string Defused(string text)
    {
        var safe = new StringBuilder(text.Length + 1);
        for (int i = 0; i < text.Length; i++)
        {
            if ((i == 0 || text[i - 1] == ';') && Risky.Contains(text[i], StringComparison.Ordinal))
                safe.Append('\'');
            safe.Append(text[i]);
        }
        return safe.ToString();
    }
}
