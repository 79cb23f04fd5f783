using Barograph.Model;

namespace Barograph.Server.Http.Dialects.Stations;

/// <summary>A weather station that reports with a PASSKEY that no device has.</summary>
/// <param name="Handle">What a person claims it by; tells nothing about the PASSKEY.</param>
/// <param name="PasskeyHash">The hash that a token keeps of it.</param>
/// <param name="Hint">The last four characters of the PASSKEY, for a person to compare.</param>
/// <param name="Dialect">In whose words it speaks.</param>
/// <param name="StationType">What it says about itself, or null.</param>
/// <param name="Model">As <paramref name="StationType"/>.</param>
/// <param name="Address">Where it reports from.</param>
/// <param name="LastSeen">When it reported last.</param>
public sealed record UnknownStation(
    string Handle, string PasskeyHash, string Hint, DialectSet Dialect, string? StationType, string? Model, string Address, Instant LastSeen);
