using System.Globalization;

namespace Barograph.Server.Figures;

/// <summary>The values of up to three labels, as they came: numbers are turned into text only when they are shown.</summary>
internal readonly record struct LabelValues(object? First, object? Second, object? Third)
{
    /// <summary>What <paramref name="tags"/> say under <paramref name="names"/>; null where they say nothing.</summary>
    public static LabelValues Pick(string[] names, ReadOnlySpan<KeyValuePair<string, object?>> tags) => new(
        names.Length > 0 ? Find(names[0], tags) : null,
        names.Length > 1 ? Find(names[1], tags) : null,
        names.Length > 2 ? Find(names[2], tags) : null);

    /// <summary>Of the label with this number; empty is the same as absent.</summary>
    public string Text(int label) => Convert.ToString(label switch { 0 => First, 1 => Second, _ => Third }, CultureInfo.InvariantCulture) ?? "";

    private static object? Find(string name, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        foreach (KeyValuePair<string, object?> tag in tags)
            if (tag.Key == name)
                return tag.Value;
        return null;
    }
}
