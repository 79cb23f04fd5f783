namespace Barograph.Server.Commands;

/// <summary>One device of <c>device list</c>; counts are since ever.</summary>
public sealed record DeviceShown(
    string Name, string? Username, string Location, string Created, string? Revoked, IReadOnlyList<TokenShown> Tokens, DeviceCounts Counts);
