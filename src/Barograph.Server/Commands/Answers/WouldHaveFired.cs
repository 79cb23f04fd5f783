namespace Barograph.Server.Commands;

/// <summary>One time that a rule would have fired. Times are RFC 3339; without an end it would fire now.</summary>
public sealed record WouldHaveFired(string Location, string Metric, string Started, string Fired, string? Ended, double? Extreme);
