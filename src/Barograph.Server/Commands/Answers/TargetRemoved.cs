namespace Barograph.Server.Commands;

/// <summary>A target that is gone.</summary>
public sealed record TargetRemoved(string Name);
