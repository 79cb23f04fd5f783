namespace Barograph.Server.Changes;

/// <summary>A device as it was asked for, nothing checked yet.</summary>
public sealed record DeviceWish(string Name)
{
    public string? Location { get; init; }
    public string? Prefix { get; init; }
    public bool AnyLocation { get; init; }
    public string? Username { get; init; }

    /// <summary>A password that the device has already; null: it gets a token of ours.</summary>
    public string? Password { get; init; }

    /// <summary>The dialects in which its secret may travel readable, as they were typed; null for none.</summary>
    public string? Dialects { get; init; }

    /// <summary>The PASSKEY that a weather station has already; null: it has none, or sends a token of ours.</summary>
    public string? Passkey { get; init; }

    /// <summary>The tags that say where it measures, as they were typed; null for the usual ones.</summary>
    public string? LocationTags { get; init; }

    /// <summary>More than one of location, prefix and any location was given.</summary>
    public bool IsAmbiguous => (Location is null ? 0 : 1) + (Prefix is null ? 0 : 1) + (AnyLocation ? 1 : 0) > 1;
}
