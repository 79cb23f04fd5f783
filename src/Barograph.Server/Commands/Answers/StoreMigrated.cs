namespace Barograph.Server.Commands;

/// <summary>Of <c>postgres migrate</c>.</summary>
public sealed record StoreMigrated(IReadOnlyList<StepShown> Steps);
