using Barograph.Model;

namespace Barograph.Storage;

/// <summary>Counts of one device since the last append (or, in a sum, since ever). <paramref name="LastSeen"/> is the receipt of its last report.</summary>
public sealed record DeviceActivity(int DeviceId, Instant LastSeen, long Reports, long Samples, long Rejected, long ClockFaults);
