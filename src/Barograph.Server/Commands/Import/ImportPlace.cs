using Barograph.Model;

namespace Barograph.Server.Commands.Import;

/// <summary>What becomes of the rows with one text in the column of locations.</summary>
/// <param name="Left">Why they are left out, or null.</param>
/// <param name="Series">Else the tally of each metric.</param>
public sealed record ImportPlace(LeftOutReason? Left, IReadOnlyList<SeriesTally> Series)
{
    /// <summary>Of the rows so far.</summary>
    public LocalTrace Trace { get; set; }
}
