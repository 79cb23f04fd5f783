using System.Globalization;
using Barograph.Model;
using Barograph.Storage;

namespace Barograph.Server.Http;

/// <summary>
/// Which series a request names: <c>series=1,2,3</c>, or pairs of <c>location</c> and <c>metric</c>, in which <c>*</c> stands for any characters (no name can contain it).
/// </summary>
/// <param name="IsOne">A single exact pair was asked for: the answer is one object and not an array.</param>
/// <param name="Unknown">A sentence about one that does not exist, or null.</param>
public sealed record SeriesSelection(IReadOnlyList<SeriesInfo> Series, bool IsOne, string? Unknown = null)
{
    /// <summary>True if <paramref name="query"/> says nothing about series.</summary>
    public static bool NamesNone(QueryParameters query) =>
        query.Optional("series") is null && query.All("location").Length + query.All("metric").Length == 0;

    /// <summary>Finds them in the catalog. Null if something is wrong, which is then said to <paramref name="query"/>.</summary>
    /// <param name="query">The request's.</param>
    /// <param name="catalog">The store's.</param>
    /// <param name="most">As many may be named at once; null: any number.</param>
    /// <param name="cancel">Ends it.</param>
    public static async ValueTask<SeriesSelection?> ReadAsync(QueryParameters query, ISeriesCatalog catalog, int? most, CancellationToken cancel)
    {
        string[] locations = query.All("location");
        string[] metrics = query.All("metric");
        if (query.Optional("series") is { } numbers)
        {
            if (locations.Length + metrics.Length > 0)
                query.Complain("Give series, or location and metric, not both.");
            return Bounded(query, await ByNumberAsync(query, numbers, catalog, cancel), most);
        }
        if (locations.Length != metrics.Length || locations.Length == 0)
        {
            query.Complain("Give series=1,2,3, or a location and a metric, in pairs; /api/v1/series lists them.");
            return null;
        }
        if (locations.Length == 1 && !IsPattern(locations[0]) && !IsPattern(metrics[0]))
            return await catalog.FindAsync(new SeriesKey(locations[0], metrics[0]), cancel) is { } one
                ? new SeriesSelection([one], true)
                : new SeriesSelection([], true, "No report has named this location and metric together; /api/v1/series lists what there is.");
        return Bounded(query, new SeriesSelection(ByName(await catalog.ListAsync(null, cancel), locations, metrics), false), most);
    }

    /// <summary>Those of <paramref name="all"/> that a pair of patterns names, in the order of the pairs, each once.</summary>
    public static IReadOnlyList<SeriesInfo> ByName(IReadOnlyList<SeriesInfo> all, string[] locations, string[] metrics)
    {
        List<SeriesInfo> found = [];
        HashSet<SeriesId> seen = [];
        for (int i = 0; i < locations.Length; i++)
        {
            (string location, string metric) = (locations[i], metrics[i]);
            found.AddRange(all.Where(series => Matches(location, series.Key.Location) && Matches(metric, series.Key.Metric) && seen.Add(series.Id)));
        }
        return found;
    }

    private static SeriesSelection? Bounded(QueryParameters query, SeriesSelection selection, int? most)
    {
        if (selection.Series.Count > most)
            query.Complain(string.Create(CultureInfo.InvariantCulture, $"That names {selection.Series.Count} series; at most {most} are answered at once."));
        return query.Problem is null ? selection : null;
    }

    private static async ValueTask<SeriesSelection> ByNumberAsync(QueryParameters query, string text, ISeriesCatalog catalog, CancellationToken cancel)
    {
        Dictionary<int, SeriesInfo> known = (await catalog.ListAsync(null, cancel)).ToDictionary(series => series.Id.Value);
        List<SeriesInfo> found = [];
        HashSet<int> seen = [];
        string? unknown = null;
        foreach (string part in text.Split(','))
            if (!int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int number))
                query.Complain("The parameter series is not a list of numbers; write series=1,2,3.");
            else if (!known.TryGetValue(number, out SeriesInfo? series))
                unknown ??= string.Create(CultureInfo.InvariantCulture, $"There is no series {number}; /api/v1/series lists them.");
            else if (seen.Add(number))
                found.Add(series);
        return new SeriesSelection(found, false, unknown);
    }

    private static bool IsPattern(string text) => text.Contains('*', StringComparison.Ordinal);

    /// <summary>True if <paramref name="name"/> is what <paramref name="pattern"/> says. Only the last star is ever tried anew, so many stars cost no more than one.</summary>
    internal static bool Matches(string pattern, string name)
    {
        int at = 0, star = -1, starAt = 0;
        for (int i = 0; i < name.Length;)
            if (at < pattern.Length && pattern[at] == '*')
            {
                star = at++;
                starAt = i;
            }
            else if (at < pattern.Length && pattern[at] == name[i])
            {
                at++;
                i++;
            }
            else if (star >= 0)
            {
                at = star + 1;
                i = ++starAt;
            }
            else
            {
                return false;
            }
        return pattern.AsSpan(at).IndexOfAnyExcept('*') < 0;
    }
}
