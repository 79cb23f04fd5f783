using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Barograph.Model;

namespace Barograph.Server.Changes;

/// <summary>The rules for names of devices, personal tokens and accounts.</summary>
public static class NameRule
{
    public const int MaxCharacters = 64;

    private const int MaxTitle = 128;

    /// <summary>
    /// A device's name: trimmed, 1 to 64 characters, and a valid location without a slash, because a device that was never placed
    /// reports for the location named like it.
    /// </summary>
    public static bool TryDevice(string sent, [NotNullWhen(true)] out string? name, [NotNullWhen(false)] out string? problem)
    {
        if (!LocationKey.TryNormalize(sent, out name, out problem))
        {
            problem = problem.Replace("The location", "The name", StringComparison.Ordinal);
            return false;
        }
        problem = name.Contains('/', StringComparison.Ordinal) ? "The name contains a slash, which only locations may." : TooLong(name);
        return problem is null;
    }

    /// <summary>A username for Basic authentication: a device's name without a colon, where Basic ends it (RFC 7617, 2).</summary>
    public static bool TryUsername(string sent, [NotNullWhen(true)] out string? name, [NotNullWhen(false)] out string? problem)
    {
        if (!TryDevice(sent, out name, out problem))
            return false;
        problem = name.Contains(':', StringComparison.Ordinal) ? "The name contains a colon, which Basic authentication cannot carry; give a --username without." : null;
        return problem is null;
    }

    /// <summary>A personal token's name: as a device's, but not a number, which would read as a token's id.</summary>
    public static bool TryToken(string sent, [NotNullWhen(true)] out string? name, [NotNullWhen(false)] out string? problem)
    {
        if (!TryDevice(sent, out name, out problem))
            return false;
        problem = name.AsSpan().ContainsAnyExceptInRange('0', '9') ? null : "The name is a number, which would be taken for the id of a token.";
        return problem is null;
    }

    /// <summary>An account's name: trimmed, 1 to 64 characters, none of them a control, bidi or invisible one. An e-mail address is fine.</summary>
    public static bool TryAccount(string sent, [NotNullWhen(true)] out string? name, [NotNullWhen(false)] out string? problem)
    {
        string trimmed = sent.Trim();
        problem = trimmed.Length == 0 ? "The name is empty." : TooLong(trimmed);
        if (problem is null && IsInvisible(trimmed))
            problem = "The name contains a control, bidi or invisible character.";
        name = problem is null ? trimmed : null;
        return problem is null;
    }

    /// <summary>A location's title: trimmed, 1 to 128 characters, none of them a control, bidi or invisible one.</summary>
    public static bool TryTitle(string sent, [NotNullWhen(true)] out string? title, [NotNullWhen(false)] out string? problem)
    {
        string trimmed = sent.Trim();
        problem = trimmed.Length == 0 ? "The title is empty; to take it back, give the location's key."
            : Cut(trimmed, MaxTitle) != trimmed ? "The title is longer than 128 characters."
            : IsInvisible(trimmed) ? "The title contains a control, bidi or invisible character."
            : null;
        title = problem is null ? trimmed : null;
        return problem is null;
    }

    /// <summary>The beginning of a text, in whole characters.</summary>
    public static string Cut(string text, int characters) => text.Length <= characters ? text : string.Concat(text.EnumerateRunes().Take(characters));

    /// <summary>Whether a text has a control, bidi or invisible character.</summary>
    public static bool IsInvisible(string text) => text.EnumerateRunes().Any(rune => rune == Rune.ReplacementChar || Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);

    private static string? TooLong(string name)
    {
        // A char count is the upper bound of the character count, so a hostile megabyte is not walked through.
        bool tooLong = name.Length > 2 * MaxCharacters || name.EnumerateRunes().Count() > MaxCharacters;
        return tooLong ? "The name is longer than 64 characters." : null;
    }
}
