namespace Barograph.Server.Commands;

/// <summary>One target of <c>target list</c>.</summary>
public sealed record TargetShown(int Id, string Name, string Kind, bool Enabled, bool AllowsLan, string? Succeeded, string? Failed, string? Failure);
