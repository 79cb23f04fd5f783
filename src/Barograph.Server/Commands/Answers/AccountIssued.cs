namespace Barograph.Server.Commands;

/// <summary>Of <c>account add</c>.</summary>
public sealed record AccountIssued(string Name, string Role, string Password);
