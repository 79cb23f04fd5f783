namespace Barograph.Model;

/// <summary>
/// A signed-in browser. <paramref name="Hash"/> is the SHA-256 of the cookie's secret, in hex; <paramref name="Client"/> says to a person which browser it is.
/// </summary>
public sealed record Session(string Hash, int AccountId, Instant CreatedAt, Instant ExpiresAt, string Client = "");
