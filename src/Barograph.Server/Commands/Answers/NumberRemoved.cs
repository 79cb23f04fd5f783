namespace Barograph.Server.Commands;

/// <summary>A rule or a mute that is gone.</summary>
public sealed record NumberRemoved(int Id);
