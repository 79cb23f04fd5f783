namespace Barograph.Server.Commands.Import;

/// <summary>A column of the table that is imported.</summary>
/// <param name="Name">As it is called.</param>
/// <param name="Type">For people: <c>double precision</c>.</param>
/// <param name="BaseType">The name in pg_type, of a domain that of its base: <c>float8</c>.</param>
/// <param name="Sql">The name, quoted for SQL by the database.</param>
/// <param name="NumbersRows">It is an identity or counts by a sequence.</param>
public sealed record TableColumn(string Name, string Type, string BaseType, string Sql, bool NumbersRows);
