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

    /// <summary>What <see cref="Cell"/> made this cell of, its quotes left out. An apostrophe that <see cref="Cell"/> would not have put there stays.</summary>
    public static string Read(string cell)
    {
        if (!cell.Contains('\'', StringComparison.Ordinal))
            return cell;
        var text = new StringBuilder(cell.Length);
        for (int i = 0; i < cell.Length; i++)
        {
            bool isAdded = cell[i] == '\'' && (i == 0 || cell[i - 1] == ';') && i + 1 < cell.Length && Risky.Contains(cell[i + 1], StringComparison.Ordinal);
            if (isAdded)
                i++;
            text.Append(cell[i]);
        }
        return text.ToString();
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
