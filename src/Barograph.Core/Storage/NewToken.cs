using Barograph.Model;

namespace Barograph.Storage;

/// <summary>A token to be added; see <see cref="Token"/> for the fields.</summary>
public sealed record NewToken(TokenKind Kind, string Hash, TokenScope Scope, TokenReach Reach, string? Prefix, Instant? ExpiresAt)
{
    public DialectSet Dialects { get; init; }

    public string? LocationTags { get; init; }
}
