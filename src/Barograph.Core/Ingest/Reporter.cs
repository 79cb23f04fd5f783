using Barograph.Model;

namespace Barograph.Ingest;

/// <summary>Who reports: a token and, unless it is a person's, its device. Immutable, made anew when the catalog changes.</summary>
public sealed record Reporter(Token Token, Device? Device)
{
    /// <summary>Devices count from 1; a personal token has its own space of receipts below zero.</summary>
    public int ReceiptOwner => Device?.Id ?? -Token.Id;

    /// <summary>Whether this token may report for <paramref name="location"/> at <paramref name="time"/>.</summary>
    public bool Reaches(string location, Instant time) => Token.Reach switch
    {
        TokenReach.Any => true,
        TokenReach.Prefix => IsBelow(location, Token.Prefix!),
        _ => Device is not null && string.Equals(location, Device.LocationAt(time), StringComparison.Ordinal),
    };

    /// <summary>
    /// The location that a foreign dialect's name for whatever measured stands for: below the token's prefix, or the name itself where the token may report for any
    /// location. Null where the token stands at one place, or there is no name: then the device's own place is meant.
    /// </summary>
    public string? LocationOf(string? source) => source is null ? null : Token.Reach switch
    {
        TokenReach.Any => source,
        TokenReach.Prefix => IsBelow(source, Token.Prefix!) ? source : $"{Token.Prefix}/{source}",
        _ => null,
    };

    private static bool IsBelow(string location, string prefix) =>
        location.StartsWith(prefix, StringComparison.Ordinal)
        && (location.Length == prefix.Length || location[prefix.Length] == '/');
}
