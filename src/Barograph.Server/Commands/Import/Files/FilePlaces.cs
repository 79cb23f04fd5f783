using Barograph.Model;

namespace Barograph.Server.Commands.Import;

/// <summary>Judges locations, metrics and units, each combination once.</summary>
internal sealed class FilePlaces(ImportWish wish, ImportTally tally)
{
    // More than a store takes series from imports, so that only a file of nonsense is judged anew and anew.
    private const int MostKept = 200_000;

    private readonly Dictionary<(string, string, string), FilePlace> _places = [];
    private readonly HashSet<string> _wanted = [.. wish.OnlyLocations];

    /// <summary>Texts as they stand in the file; empty where there is none.</summary>
    public FilePlace Of(string location, string metric, string unit)
    {
        if (_places.TryGetValue((location, metric, unit), out FilePlace? place))
            return place;
        place = Judge(location, metric, unit);
        if (_places.Count < MostKept)
            _places[(location, metric, unit)] = place;
        return place;
    }

    private FilePlace Judge(string location, string metric, string unit)
    {
        string sent = string.IsNullOrWhiteSpace(location) ? wish.Location ?? "" : location;
        if (sent.Length == 0)
            return FilePlace.Refused(LeftOutReason.LocationMissing, "There is no location.");
        if (!LocationKey.TryNormalize(sent, out string? key, out string? problem))
            return FilePlace.Refused(LeftOutReason.LocationInvalid, problem);
        if (_wanted.Count > 0 && !_wanted.Contains(key))
            return FilePlace.Refused(LeftOutReason.LocationNotWanted, "Another location than --locations.");
        if (!MetricName.TryNormalize(metric, out string? name))
            return FilePlace.Refused(LeftOutReason.MetricInvalid, "A metric's name is a letter and up to 63 letters, digits or underscores.");
        if (string.IsNullOrWhiteSpace(unit))
            return new FilePlace(null, "", tally.Of(new SeriesKey(key, name)), null);
        return Units.IsAcceptable(unit)
            ? new FilePlace(null, "", tally.Of(new SeriesKey(key, name)), Units.TryFind(unit, out Unit? known) ? known.Code : unit)
            : FilePlace.Refused(LeftOutReason.UnitInvalid, "A unit is 1 to 32 printable characters.");
    }
}
