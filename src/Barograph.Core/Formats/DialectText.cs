using System.Text;
using Barograph.Model;

namespace Barograph.Formats;

/// <summary>Turns the names of foreign dialects into ours. Nothing here fails: what leaves no name at all becomes null.</summary>
public static class DialectText
{
    /// <summary>
    /// A metric's name: ASCII letters lower-cased, each run of other characters one underscore, none at the ends; <c>n</c> before a leading digit; cut to what a
    /// name may have. <c>BME280 temperature</c> becomes <c>bme280_temperature</c>.
    /// </summary>
    public static string? Metric(string sent)
    {
        StringBuilder name = new(Math.Min(sent.Length, MetricName.MaxLength) + 1);
        foreach (char c in sent)
        {
            if (name.Length >= MetricName.MaxLength)
                break;
            if (char.IsAsciiLetterOrDigit(c))
                name.Append(name.Length == 0 && char.IsAsciiDigit(c) ? "n" : "").Append(char.ToLowerInvariant(c));
            else if (name.Length > 0 && name[^1] != '_')
                name.Append('_');
        }
        if (name.Length > MetricName.MaxLength)
            name.Length = MetricName.MaxLength;
        string metric = name.ToString().TrimEnd('_');
        return metric.Length == 0 ? null : metric;
    }

    /// <summary>
    /// A source that can stand in a location: what a location may not hold becomes a dash, slashes at the ends and double ones go, and it is cut to what a location may
    /// have. <c>kitchen/+window</c> becomes <c>kitchen/-window</c>.
    /// </summary>
    public static string? Source(string sent)
    {
        StringBuilder source = new(Math.Min(sent.Length, LocationKey.MaxBytes));
        int bytes = 0;
        foreach (Rune rune in sent.Trim().EnumerateRunes())
        {
            Rune kept = IsKept(rune) ? rune : new Rune('-');
            if (kept.Value == '/' && (source.Length == 0 || source[^1] == '/'))
                continue;
            bytes += kept.Utf8SequenceLength;
            if (bytes > LocationKey.MaxBytes)
                break;
            source.Append(kept.ToString());
        }
        string text = source.ToString().TrimEnd('/', ' ');
        return text.Length == 0 ? null : text;
    }

    private static bool IsKept(Rune rune) => rune != Rune.ReplacementChar && rune.Value is not ('*' or '+' or '#')
        && LocationKey.TryNormalize($"x{rune}x", out _, out _);
}
