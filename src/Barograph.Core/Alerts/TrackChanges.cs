using Barograph.Model;

namespace Barograph.Alerts;

/// <summary>Episodes that are new, and those that are not any more as they were written.</summary>
public readonly record struct TrackChanges(IReadOnlyList<AlertEpisode> Added, IReadOnlyList<AlertEpisode> Changed)
{
    public static readonly TrackChanges None = new([], []);

    public bool IsEmpty => Added.Count == 0 && Changed.Count == 0;
}
