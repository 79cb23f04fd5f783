using Barograph.Model;

namespace Barograph.Live;

/// <summary>Every known series with the selections that want it, so that a sample costs one look-up and not a question to each selection. Not thread-safe.</summary>
internal sealed class LiveRoutes
{
    private readonly Dictionary<SeriesId, LiveRoute> _routes = [];
    private readonly List<LiveGroup> _groups = [];

    public IReadOnlyList<LiveGroup> Groups => _groups;

    public LiveRoute? Find(SeriesId series) => _routes.GetValueOrDefault(series);

    public void Add(LiveGroup group)
    {
        _groups.Add(group);
        foreach (LiveRoute route in _routes.Values)
            if (group.Selection.Includes(route.Series))
                route.Groups.Add(group);
    }

    public void Remove(LiveGroup group)
    {
        _groups.Remove(group);
        foreach (LiveRoute route in _routes.Values)
            route.Groups.Remove(group);
    }

    /// <summary>All series of the store as they are now.</summary>
    public void Learn(IReadOnlyList<SeriesInfo> all)
    {
        foreach (SeriesInfo series in all)
            if (_routes.TryGetValue(series.Id, out LiveRoute? known))
                known.Update(series);
            else
            {
                LiveRoute route = new(series);
                route.Groups.AddRange(_groups.Where(group => group.Selection.Includes(series)));
                _routes.Add(series.Id, route);
            }
    }
}
