using Barograph.Model;

namespace Barograph.Rollups;

/// <summary>Windows of equal width, which begin at multiples of it since 1970 UTC.</summary>
/// <param name="width">In microseconds, at least 1.</param>
public sealed class FixedGrid(long width) : IWindowGrid
{
    public TimeRange WindowAt(Instant time)
    {
        Instant start = time.Floor(width);
        return new(start, new(start.Microseconds + width));
    }
}
