namespace Barograph.Server.Commands;

/// <summary>One account of <c>account list</c>.</summary>
public sealed record AccountShown(string Name, string Role, string Created);
