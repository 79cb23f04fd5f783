namespace Barograph.Server.Commands;

/// <summary>What was left out for one reason, with the first of it. <paramref name="Of"/> is <c>rows</c> or <c>values</c>.</summary>
public sealed record LeftOutShown(string Reason, long Count, string Of, string Text, string Example);
