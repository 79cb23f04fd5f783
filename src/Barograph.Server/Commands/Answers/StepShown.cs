namespace Barograph.Server.Commands;

/// <summary>One thing that was looked after: done, there already, or a note.</summary>
public sealed record StepShown(string Step, string Text);
