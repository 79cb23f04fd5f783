namespace Barograph.Server.Commands;

/// <summary>What both PostgreSQL commands are told. Null stands for the environment's value or the default.</summary>
public sealed record AdminWish(string? Admin, string? Database, bool Json)
{
    /// <summary>Leaves out the connection string, which may hold a password.</summary>
    public override string ToString() => $"administration of {Database}";
}
