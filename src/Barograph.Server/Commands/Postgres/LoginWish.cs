namespace Barograph.Server.Commands;

/// <summary>The roles that <c>postgres setup</c> is to let in, by name. Null stands for the default, or for none.</summary>
public sealed record LoginWish(string? Login, string? IngestLogin, string? SeedUser);
