namespace Barograph.Server.Commands.Import;

/// <summary>What becomes of the values with one location, metric and unit as a file writes them.</summary>
/// <param name="Problem">Why they are left out, or null.</param>
/// <param name="Sentence">The problem in words.</param>
/// <param name="Series">Else where they are counted.</param>
/// <param name="Unit">And their unit, or null.</param>
internal sealed record FilePlace(LeftOutReason? Problem, string Sentence, SeriesTally? Series, string? Unit)
{
    /// <summary>Of the lines so far.</summary>
    public LocalTrace Trace { get; set; }

    public static FilePlace Refused(LeftOutReason problem, string sentence) => new(problem, sentence, null, null);
}
