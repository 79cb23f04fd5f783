using Barograph.Model;

namespace Barograph.Rollups;

/// <summary>Cuts all time into windows that adjoin and do not overlap.</summary>
public interface IWindowGrid
{
    /// <summary>The window that holds <paramref name="time"/>.</summary>
    TimeRange WindowAt(Instant time);
}
