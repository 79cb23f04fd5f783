namespace Barograph.Server.Commands.Import;

/// <summary>What <c>barograph import --postgres-table</c> is told.</summary>
public sealed record ImportWish
{
    /// <summary>Npgsql's connection string. It may hold a password.</summary>
    public required string Connection { get; init; }

    public required string Table { get; init; }

    /// <summary>An IANA name, or null.</summary>
    public required string? TimeZone { get; init; }

    /// <summary>For rows that have none; a valid key, or null.</summary>
    public required string? Location { get; init; }

    /// <summary>Only these; valid keys. Empty for all.</summary>
    public required IReadOnlyList<string> OnlyLocations { get; init; }

    /// <summary>Whether to print JSON.</summary>
    public required bool Json { get; init; }

    /// <summary>Leaves out the connection string.</summary>
    public override string ToString() => $"import of {Table}";
}
