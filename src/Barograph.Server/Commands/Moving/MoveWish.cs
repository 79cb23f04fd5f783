using Barograph.Server.Config;

namespace Barograph.Server.Commands;

/// <summary>What <c>migrate-store</c> is told.</summary>
/// <param name="From">The store that is there.</param>
/// <param name="To">The store to make.</param>
/// <param name="Admin">The administrator's connection string, which may hold a password; null where none is needed.</param>
/// <param name="Json">Whether to print JSON.</param>
public sealed record MoveWish(StoreAddress From, StoreAddress To, string? Admin, bool Json)
{
    /// <summary>Leaves out the connection string.</summary>
    public override string ToString() => $"move from {From} to {To}";
}
