using Barograph.Model;

namespace Barograph.Server.Changes;

/// <summary>A new personal token with its text, the only time it can be told.</summary>
public sealed record IssuedToken(Token Token, string Secret);
