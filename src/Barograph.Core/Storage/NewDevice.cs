using Barograph.Model;

namespace Barograph.Storage;

/// <summary>A device to be added. <paramref name="Username"/>, <paramref name="Location"/> may be null; names and location are already valid.</summary>
public sealed record NewDevice(string Name, string? Username, string? Location, NewToken Token, Instant CreatedAt);
