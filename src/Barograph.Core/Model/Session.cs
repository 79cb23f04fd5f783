namespace Barograph.Model;

/// <summary>A signed-in browser. <paramref name="Hash"/> is the SHA-256 of the cookie's secret, in hex.</summary>
public sealed record Session(string Hash, int AccountId, Instant CreatedAt, Instant ExpiresAt);
