namespace Barograph.Server.Commands;

/// <summary>Of <c>device revoke</c>. <paramref name="TokenId"/> is null where the whole device was revoked.</summary>
public sealed record DeviceRevoked(string Name, int? TokenId, string Revoked);
