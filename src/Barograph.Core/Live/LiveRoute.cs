using Barograph.Model;

namespace Barograph.Live;

/// <summary>A series, and who wants it.</summary>
internal sealed class LiveRoute(SeriesInfo series)
{
    private byte[]? _head;

    public SeriesInfo Series { get; private set; } = series;

    public List<LiveGroup> Groups { get; } = [];

    /// <summary>What each of its samples begins with in an event.</summary>
    public ReadOnlySpan<byte> Head => _head ??= LiveText.Head(Series);

    /// <summary>Its unit may be known by now.</summary>
    public void Update(SeriesInfo series)
    {
        if (series.Unit != Series.Unit)
            _head = null;
        Series = series;
    }
}
