namespace Barograph.Server.Commands;

/// <summary>What became of a drill at one target.</summary>
public sealed record DrillShown(string Target, bool Arrived, string? Problem);
