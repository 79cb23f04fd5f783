namespace Barograph.Model;

/// <summary>A person who signs in. <paramref name="PasswordHash"/> is in the form of the platform's password hasher.</summary>
public sealed record Account(int Id, string Name, string PasswordHash, AccountRole Role, Instant CreatedAt);
