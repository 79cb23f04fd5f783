using Barograph.Model;

namespace Barograph.Server.Commands.Import;

/// <summary>One row of the table. The same object carries each next one.</summary>
public sealed class SourceRow(int metrics)
{
    /// <summary>Null where the row has none; a local time is counted as if it were UTC; infinities are the ends of <see cref="Instant"/>.</summary>
    public Instant? Time { get; set; }

    public string? Location { get; set; }

    /// <summary>By metric; null where the row has none. A text that is beyond a double is infinite.</summary>
    public double?[] Values { get; } = new double?[metrics];
}
