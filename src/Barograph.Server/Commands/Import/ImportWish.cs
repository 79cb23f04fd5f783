namespace Barograph.Server.Commands.Import;

/// <summary>What <c>barograph import</c> is told, whatever it reads.</summary>
public sealed record ImportWish
{
    /// <summary>An IANA name, or null.</summary>
    public required string? TimeZone { get; init; }

    /// <summary>For rows that have none; a valid key, or null.</summary>
    public required string? Location { get; init; }

    /// <summary>Only these; valid keys. Empty for all.</summary>
    public required IReadOnlyList<string> OnlyLocations { get; init; }

    /// <summary>Whether to print JSON.</summary>
    public required bool Json { get; init; }
}
