namespace Barograph.Server.Commands;

/// <summary>One line of <c>doctor</c>; the level is fine, warning or fault.</summary>
public sealed record FindingShown(string Level, string Subject, string Text);
