namespace Barograph.Server.Commands;

/// <summary>A device as it was asked for, nothing checked yet.</summary>
public sealed record DeviceWish(string Name)
{
    public string? Location { get; init; }
    public string? Prefix { get; init; }
    public bool AnyLocation { get; init; }
    public string? Username { get; init; }

    /// <summary>The credential is a password that the device has already, and not a token of ours.</summary>
    public bool HasPassword { get; init; }
}
