namespace Barograph.Server.Commands;

/// <summary>What was left out for one reason, with the first of it. <paramref name="Of"/> is <c>rows</c>, <c>values</c> or <c>lines</c>.</summary>
public sealed record LeftOutShown(string Reason, long Count, string Of, string Text, string Example);
