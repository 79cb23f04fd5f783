namespace Barograph.Server.Commands;

/// <summary>Of <c>token revoke</c>.</summary>
public sealed record TokenRevoked(int Id, string Name, string Revoked);
