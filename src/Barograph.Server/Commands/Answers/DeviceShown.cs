namespace Barograph.Server.Commands;

/// <summary>One device of <c>device list</c>. The counts are since ever, and a few seconds behind.</summary>
public sealed record DeviceShown
{
    public required string Name { get; init; }
    public required string? Username { get; init; }

    /// <summary>Where it stands now; a revoked one, where it stood last.</summary>
    public required string Location { get; init; }
    public required string Created { get; init; }
    public required string? Revoked { get; init; }
    public required IReadOnlyList<TokenShown> Tokens { get; init; }

    /// <summary>When its last report came; null if none ever did.</summary>
    public string? LastSeen { get; init; }
    public long Reports { get; init; }
    public long Samples { get; init; }
    public long Rejected { get; init; }
    public long ClockFaults { get; init; }
}
