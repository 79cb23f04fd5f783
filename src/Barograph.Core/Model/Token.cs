namespace Barograph.Model;

/// <summary>
/// A right: a device's (with <paramref name="DeviceId"/>) or a person's (without). The secret itself is shown once and never kept.
/// </summary>
/// <param name="Id">Its number in the store, given once.</param>
/// <param name="DeviceId">The device that it belongs to, or null for a personal token.</param>
/// <param name="Name">What its owner calls it; for a device's token the device's name.</param>
/// <param name="Kind">How the secret is hashed.</param>
/// <param name="Hash">The hash in the form that <paramref name="Kind"/> names.</param>
/// <param name="Scope">What it may do.</param>
/// <param name="Reach">Where it may report.</param>
/// <param name="Prefix">With <see cref="TokenReach.Prefix"/> the prefix, without a trailing slash; else null.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ExpiresAt">From when on it is refused; null: never. A revoked token has the time of its revocation here.</param>
public sealed record Token(
    int Id, int? DeviceId, string Name, TokenKind Kind, string Hash, TokenScope Scope, TokenReach Reach, string? Prefix,
    Instant CreatedAt, Instant? ExpiresAt)
{
    /// <summary>In which dialects it may travel readable. Only a device's token has any.</summary>
    public DialectSet Dialects { get; init; }

    /// <summary>
    /// The tags that say where something was measured, most telling first, separated by commas, for dialects that send tags; null for the usual ones.
    /// </summary>
    public string? LocationTags { get; init; }

    public bool IsLive(Instant now) => ExpiresAt is not { } end || now < end;
}
