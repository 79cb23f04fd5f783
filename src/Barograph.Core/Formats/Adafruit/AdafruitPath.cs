namespace Barograph.Formats;

/// <summary>What an address of Adafruit IO's API says: <c>/api/v2/USER/feeds/GROUP.FEED/data</c>, <c>/api/v2/USER/groups/GROUP/data</c>.</summary>
internal static class AdafruitPath
{
    /// <summary>The group whose data are posted; null for a feed.</summary>
    public static string? Group(string path) => Part(path, "/groups/") is { } group ? DialectText.Source(group) : null;

    /// <summary>The group of the feed; null for the default group, which nobody writes.</summary>
    public static string? SourceOfFeed(string path) =>
        Part(path, "/feeds/") is { } key && key.IndexOf('.', StringComparison.Ordinal) is > 0 and int dot ? DialectText.Source(key[..dot]) : null;

    /// <summary>The metric of the feed; null where its key leaves no name.</summary>
    public static string? Metric(string path) => Part(path, "/feeds/") is { } key ? DialectText.Metric(FeedOf(key)) : null;

    /// <summary>A feed's key without its group.</summary>
    public static string FeedOf(string key) => key[(key.IndexOf('.', StringComparison.Ordinal) + 1)..];

    private static string? Part(string path, string before)
    {
        int start = path.IndexOf(before, StringComparison.Ordinal);
        if (start < 0)
            return null;
        string rest = path[(start + before.Length)..];
        int end = rest.IndexOf('/', StringComparison.Ordinal);
        return Uri.UnescapeDataString(end < 0 ? rest : rest[..end]);
    }
}
