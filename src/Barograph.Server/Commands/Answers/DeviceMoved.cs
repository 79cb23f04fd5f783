namespace Barograph.Server.Commands;

/// <summary>Of <c>device move</c>.</summary>
public sealed record DeviceMoved(string Name, string Location, string Since);
