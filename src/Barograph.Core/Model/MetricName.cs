using System.Diagnostics.CodeAnalysis;

namespace Barograph.Model;

/// <summary>The rule for metric names: <c>[a-z][a-z0-9_]{0,63}</c> once ASCII letters are lower-cased.</summary>
public static class MetricName
{
    public const int MaxLength = 64;

    /// <summary>Lower-cases ASCII letters and checks the rule. No other character is changed: what does not fit is refused, not repaired.</summary>
    public static bool TryNormalize(string sent, [NotNullWhen(true)] out string? name)
    {
        name = null;
        if (sent.Length is 0 or > MaxLength || !char.IsAsciiLetter(sent[0]))
            return false;
        bool upper = false;
        foreach (char c in sent)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c != '_')
                return false;
            upper |= char.IsAsciiLetterUpper(c);
        }
        name = upper ? sent.ToLowerInvariant() : sent;
        return true;
    }
}
