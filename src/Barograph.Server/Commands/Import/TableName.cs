namespace Barograph.Server.Commands.Import;

/// <summary>The table that <c>import --postgres-table</c> reads.</summary>
/// <param name="Connection">Npgsql's connection string. It may hold a password.</param>
/// <param name="Table">Its name, with or without a schema.</param>
public sealed record TableName(string Connection, string Table)
{
    /// <summary>Leaves out the connection string.</summary>
    public override string ToString() => Table;
}
