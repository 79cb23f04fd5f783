using Barograph.Model;

namespace Barograph.Live;

/// <summary>Which series a subscriber wants, those included that do not exist yet.</summary>
/// <param name="Key">Equal for selections that are the same: their subscribers share the bytes of each event.</param>
/// <param name="Includes">Whether it wants a series. Pure.</param>
public sealed record LiveSelection(string Key, Func<SeriesInfo, bool> Includes);
