using System.Diagnostics.CodeAnalysis;

namespace Barograph.Model;

/// <summary>What people call the dialects: <c>ecowitt,wu</c>, or <c>any</c>. Scripts rely on the words: add, never change.</summary>
public static class DialectNames
{
    private static readonly (DialectSet Dialect, string Name)[] All =
    [
        (DialectSet.Influx, "influx"), (DialectSet.Ecowitt, "ecowitt"), (DialectSet.Wu, "wu"), (DialectSet.Ambient, "ambient"), (DialectSet.ThingSpeak, "thingspeak"),
        (DialectSet.ThingsBoard, "thingsboard"), (DialectSet.Adafruit, "adafruit"), (DialectSet.Emoncms, "emoncms"),
    ];

    private const string Every = "any";

    /// <summary>The words that <see cref="TryParse"/> takes, for help and errors.</summary>
    public static string Known { get; } = string.Join(", ", All.Select(entry => entry.Name)) + " or " + Every;

    /// <summary>The words, in the order of their numbers; null for none.</summary>
    public static string? Of(DialectSet dialects) => dialects switch
    {
        DialectSet.None => null,
        DialectSet.Any => Every,
        _ => string.Join(',', All.Where(entry => dialects.HasFlag(entry.Dialect)).Select(entry => entry.Name)),
    };

    /// <summary>Reads a list of words, separated by commas. On failure <paramref name="problem"/> is a sentence for whoever typed it.</summary>
    public static bool TryParse(string sent, out DialectSet dialects, [NotNullWhen(false)] out string? problem)
    {
        dialects = DialectSet.None;
        problem = null;
        foreach (string word in sent.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (word.Equals(Every, StringComparison.OrdinalIgnoreCase))
                dialects = DialectSet.Any;
            else if (Array.Find(All, entry => entry.Name.Equals(word, StringComparison.OrdinalIgnoreCase)).Dialect is var known and not DialectSet.None)
                dialects |= known;
            else
                problem = $"There is no dialect \"{word}\"; the ones in which a token can travel readable are {Known}.";
        }
        if (problem is null && dialects == DialectSet.None)
            problem = $"Name at least one dialect: {Known}.";
        return problem is null;
    }
}
