namespace Barograph.Formats;

/// <summary>
/// Gives each name and unit of a pack its source and metric, and sees to it that no two of them meet: in SenML name and unit together are the series
/// (RFC 8428, 5.1.3), and our metrics have fewer letters.
/// </summary>
internal sealed class SenMlSeries
{
    private readonly Dictionary<(string Name, string? Unit), (string? Source, string Metric)> _placed = [];
    private readonly Dictionary<(string? Source, string Metric), (string Name, string? Unit)> _owners = [];

    /// <summary>False if an earlier name or unit of this pack has the same source and metric; those are told nevertheless.</summary>
    public bool TryPlace(string name, string? unit, out string? source, out string metric)
    {
        if (!_placed.TryGetValue((name, unit), out (string? Source, string Metric) place))
        {
            place = SenMlNames.Split(name, unit);
            _placed.Add((name, unit), place);
            _owners.TryAdd(place, (name, unit));
        }
        (source, metric) = place;
        return _owners[place] == (name, unit);
    }
}
