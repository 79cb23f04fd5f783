namespace Barograph.Server.Commands;

/// <summary>Of <c>account set-password</c>.</summary>
public sealed record AccountSet(string Name, bool Created);
