using Barograph.Model;

namespace Barograph.Server.Auth;

/// <summary>A secret that was found elsewhere than in the Authorization header.</summary>
/// <param name="Claim">What it claims.</param>
/// <param name="Readable">The dialect in whose address, query or form it travelled; <see cref="DialectSet.None"/> if a header of the dialect's own carried it.</param>
public readonly record struct SentSecret(Claim Claim, DialectSet Readable);
