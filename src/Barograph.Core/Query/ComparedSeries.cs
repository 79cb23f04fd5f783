using Barograph.Model;

namespace Barograph.Query;

/// <summary>A series in a store and in a copy of it; null where it is missing.</summary>
public sealed record ComparedSeries(SeriesKey Key, DigestedSeries? Source, DigestedSeries? Copy)
{
    public bool IsSame => Source is not null && Source == Copy;

    /// <summary>Every series that is on either side, ordered by location, then metric (ordinal).</summary>
    public static IReadOnlyList<ComparedSeries> Compare(IEnumerable<DigestedSeries> source, IEnumerable<DigestedSeries> copy)
    {
        Dictionary<SeriesKey, DigestedSeries> left = source.ToDictionary(series => series.Key);
        Dictionary<SeriesKey, DigestedSeries> right = copy.ToDictionary(series => series.Key);
        return [.. left.Keys.Union(right.Keys)
            .OrderBy(key => key.Location, StringComparer.Ordinal).ThenBy(key => key.Metric, StringComparer.Ordinal)
            .Select(key => new ComparedSeries(key, left.GetValueOrDefault(key), right.GetValueOrDefault(key)))];
    }
}
