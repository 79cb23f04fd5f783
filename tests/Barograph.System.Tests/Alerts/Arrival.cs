namespace Barograph.SystemTests.Alerts;

/// <summary>Something that arrived at a sink, and when.</summary>
public sealed record Arrival(DateTime At, string Text);
