namespace Barograph.Server.Commands.Control;

/// <summary>The answer to a <see cref="SinkRequest"/>.</summary>
/// <param name="Count">How many samples were appended or counted. Required, so that no other line of this socket can be taken for it.</param>
/// <param name="Outcomes">A digit for each sample, the number of its <see cref="Import.SinkOutcome"/>; null if all were new.</param>
/// <param name="Problem">Why it cannot go on; nothing is known of the samples then.</param>
internal sealed record SinkReply(long Count, string? Outcomes = null, string? Problem = null);
