namespace Barograph.Server.Commands;

/// <summary>A new target. <paramref name="Secret"/> is the key that signs what a webhook gets, if it was made here.</summary>
public sealed record TargetAdded(int Id, string Name, string Kind, string? Secret);
