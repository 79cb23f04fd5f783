namespace Barograph.Server.Commands;

/// <summary>One alert of <c>alert list</c>.</summary>
public sealed record AlertShown(string Id, string Location, string Metric, string Condition, string Started, string? Ended, string? AcknowledgedBy);
