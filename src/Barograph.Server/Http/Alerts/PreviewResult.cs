using Barograph.Alerts;
using Barograph.Model;

namespace Barograph.Server.Http.Alerts;

/// <summary>What a rule would have done.</summary>
/// <param name="Series">How many series it is about.</param>
/// <param name="Judged">How many of them were looked at.</param>
/// <param name="Alerts">When it would have fired, the newest first.</param>
public sealed record PreviewResult(int Series, int Judged, IReadOnlyList<(SeriesInfo Series, AlertSpan Span)> Alerts);
