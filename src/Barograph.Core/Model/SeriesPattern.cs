namespace Barograph.Model;

/// <summary>
/// Which series are meant: a pattern for the location and one for the metric, in each of which <c>*</c> stands for any characters, slashes included.
/// Neither a location nor a metric can contain it. Written <c>LOCATION/METRIC</c>; the last slash divides them.
/// </summary>
public readonly record struct SeriesPattern(string Location, string Metric)
{
    /// <summary>Every series.</summary>
    public static readonly SeriesPattern Any = new("*", "*");

    /// <summary>True if exactly one series is meant.</summary>
    public bool IsExact => !Location.Contains('*', StringComparison.Ordinal) && !Metric.Contains('*', StringComparison.Ordinal);

    public bool Matches(SeriesKey key) => Matches(Location, key.Location) && Matches(Metric, key.Metric);

    public override string ToString() => $"{Location}/{Metric}";

    // The first part stands at the beginning, the last one at the end, and each in between at its first place after the one before it: where a later place
    // would do, the first one does too, so nothing is ever tried twice.
    private static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text)
    {
        int star = pattern.IndexOf('*');
        if (star < 0)
            return text.SequenceEqual(pattern);
        if (!text.StartsWith(pattern[..star]))
            return false;
        text = text[star..];
        pattern = pattern[(star + 1)..];
        while ((star = pattern.IndexOf('*')) >= 0)
        {
            int at = text.IndexOf(pattern[..star]);
            if (at < 0)
                return false;
            text = text[(at + star)..];
            pattern = pattern[(star + 1)..];
        }
        return text.EndsWith(pattern);
    }
}
