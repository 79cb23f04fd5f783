namespace Barograph.Server.Commands;

/// <summary>Of <c>account remove</c>.</summary>
public sealed record AccountRemoved(string Name);
