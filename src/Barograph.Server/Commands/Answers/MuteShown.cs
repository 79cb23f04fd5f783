namespace Barograph.Server.Commands;

/// <summary>One mute of <c>mute list</c>.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Series">LOCATION/METRIC, with * for anything.</param>
/// <param name="Sort">values or silence; null: both.</param>
/// <param name="Until">RFC 3339; null: until somebody ends it.</param>
/// <param name="Reason">Why.</param>
/// <param name="CreatedBy">Who wanted it.</param>
public sealed record MuteShown(int Id, string Series, string? Sort, string? Until, string Reason, string CreatedBy);
