namespace Barograph.Server.Commands;

/// <summary>What was typed behind <c>mute add</c>; null: nothing.</summary>
public sealed record MuteAsked(string Series, string? For, string? Until, string Reason, string? Only);
