using Barograph.Model;

namespace Barograph.Server.Commands.Import;

/// <summary>The last time of one location that the clock shows twice, and whether it was of the second pass. The default stands for none.</summary>
public readonly record struct LocalTrace(Instant? Last, bool IsSecondPass);
