using Barograph.Live;
using Barograph.Model;
using Barograph.Storage;

namespace Barograph.Server.Http;

/// <summary>Reads what a request wants to be told of: as for samples, but names may be of series that do not exist yet, and nothing named means all.</summary>
public static class LiveSelections
{
    /// <summary>Each is compared with every series of the store.</summary>
    private const int MostNames = 100;

    /// <summary>Null if something is wrong: it is said to <paramref name="query"/>, or to <paramref name="query"/> nothing and the second value is a sentence about
    /// a number that does not exist.</summary>
    public static async ValueTask<(LiveSelection? Selection, string? Unknown)> ReadAsync(QueryParameters query, ISeriesCatalog catalog, CancellationToken cancel)
    {
        if (SeriesSelection.NamesNone(query))
            return (new LiveSelection("", _ => true), null);
        if (query.Optional("series") is not null)
        {
            SeriesSelection? named = await SeriesSelection.ReadAsync(query, catalog, MostNames, cancel);
            return named is null ? (null, null) : (named.Unknown is null ? ByNumber(named.Series) : null, named.Unknown);
        }
        string[] locations = query.All("location"), metrics = query.All("metric");
        if (locations.Length != metrics.Length)
            query.Complain("Give a location and a metric, in pairs, or nothing for everything; * stands for any characters.");
        else if (locations.Length > MostNames)
            query.Complain("That names more than 100 pairs; use * for any characters, or leave them out for everything.");
        return (query.Problem is null ? ByName(locations, metrics) : null, null);
    }

    private static LiveSelection ByNumber(IReadOnlyList<SeriesInfo> series)
    {
        HashSet<SeriesId> ids = [.. series.Select(one => one.Id)];
        return new LiveSelection("series=" + string.Join(',', ids.Select(id => id.Value).Order()), one => ids.Contains(one.Id));
    }

    private static LiveSelection ByName(string[] locations, string[] metrics)
    {
        (string Location, string Metric)[] pairs = [.. locations.Zip(metrics).Distinct().Order()];
        // No name of a query contains a NUL.
        string key = string.Join('\0', pairs.SelectMany(pair => new[] { "", pair.Location, pair.Metric }));
        return new LiveSelection(key, series => Array.Exists(pairs,
            pair => SeriesSelection.Matches(pair.Location, series.Key.Location) && SeriesSelection.Matches(pair.Metric, series.Key.Metric)));
    }
}
