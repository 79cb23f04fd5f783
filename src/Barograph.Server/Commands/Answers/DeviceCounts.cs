namespace Barograph.Server.Commands;

/// <summary>What ingest has learned of a device, a few seconds behind.</summary>
public sealed record DeviceCounts(string? LastSeen, long Reports, long Samples, long Rejected, long ClockFaults)
{
    public static readonly DeviceCounts None = new(null, 0, 0, 0, 0);
}
