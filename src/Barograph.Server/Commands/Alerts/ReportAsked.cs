namespace Barograph.Server.Commands;

/// <summary>What was typed behind <c>report weekly</c>; null: nothing.</summary>
public sealed record ReportAsked(string? Week, string? Locations, string? Zone, string? Send);
