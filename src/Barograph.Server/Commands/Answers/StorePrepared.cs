namespace Barograph.Server.Commands;

/// <summary>Of <c>postgres setup</c>. <paramref name="Store"/> is the value for <c>--store</c>.</summary>
public sealed record StorePrepared(string Store, bool Changed, IReadOnlyList<StepShown> Steps);
