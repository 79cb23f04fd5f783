namespace Barograph.Server.Commands;

/// <summary>When a rule would have fired.</summary>
/// <param name="Series">How many series it is about.</param>
/// <param name="Judged">How many of them were looked at.</param>
/// <param name="Alerts">The newest first.</param>
public sealed record RuleTested(int Series, int Judged, IReadOnlyList<WouldHaveFired> Alerts);
