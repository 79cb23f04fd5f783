using Npgsql;
using NpgsqlTypes;

namespace Barograph.Server.Commands.Import;

/// <summary>Finds a table and its columns in the database's own catalog.</summary>
internal static class TableLookup
{
    private const string Kinds = "c.relkind IN ('r', 'p', 'v', 'm', 'f')";

    /// <summary>
    /// By the very name, as pgAdmin shows it, with or without its schema; else by the rules of SQL, where quotes count and case does not.
    /// </summary>
    private const string ByName =
        "SELECT c.oid::bigint, format('%I.%I', n.nspname, c.relname) FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
        + $"WHERE {Kinds} AND ((c.relname = $1 AND pg_catalog.pg_table_is_visible(c.oid)) OR n.nspname || '.' || c.relname = $1)";

    private const string BySql =
        "SELECT c.oid::bigint, format('%I.%I', n.nspname, c.relname) FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
        + $"WHERE {Kinds} AND c.oid = pg_catalog.to_regclass($1)";

    private const string Candidates =
        "SELECT format('%I.%I', n.nspname, c.relname) FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid "
        + "JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
        + $"WHERE {Kinds} AND lower(a.attname) = 'time' AND n.nspname NOT IN ('pg_catalog', 'information_schema') "
        + "AND has_table_privilege(c.oid, 'SELECT') ORDER BY 1 LIMIT 10";

    private const string Columns =
        "SELECT a.attname::text, format_type(a.atttypid, a.atttypmod), coalesce(b.typname, t.typname)::text, quote_ident(a.attname), "
        + "a.attidentity <> '' OR coalesce(pg_get_expr(d.adbin, d.adrelid), '') LIKE 'nextval(%' "
        + "FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_type t ON t.oid = a.atttypid "
        + "LEFT JOIN pg_catalog.pg_type b ON t.typtype = 'd' AND b.oid = t.typbasetype "
        + "LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum "
        + "WHERE a.attrelid = $1::bigint::oid AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum";

    /// <returns>Its number, and its name with schema, quoted for SQL.</returns>
    /// <exception cref="CommandFailedException">There is no such table.</exception>
    public static async Task<(long Id, string Name)> FindAsync(NpgsqlConnection connection, string table, CancellationToken cancel)
    {
        if (table.Contains('\0', StringComparison.Ordinal))
            throw new CommandFailedException("--table is not a valid name.", ExitCode.Usage);
        List<(long, string)> found = await FindAsync(connection, ByName, table, cancel);
        if (found.Count == 0)
            found = await FindBySqlAsync(connection, table, cancel);
        return found.Count > 0 ? found[0] : throw await UnknownAsync(connection, table, cancel);
    }

    public static async Task<IReadOnlyList<TableColumn>> ColumnsAsync(NpgsqlConnection connection, long table, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(Columns, connection);
        command.Parameters.Add(new NpgsqlParameter<long> { NpgsqlDbType = NpgsqlDbType.Bigint, TypedValue = table });
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancel);
        var columns = new List<TableColumn>();
        while (await reader.ReadAsync(cancel))
            columns.Add(new TableColumn(reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetBoolean(4)));
        return columns;
    }

    private static async Task<List<(long, string)>> FindBySqlAsync(NpgsqlConnection connection, string table, CancellationToken cancel)
    {
        try
        {
            return await FindAsync(connection, BySql, table, cancel);
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.InvalidName or PostgresErrorCodes.FeatureNotSupported
            or PostgresErrorCodes.SyntaxError or PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidParameterValue)
        {
            // No name by the rules of SQL, so there is no table of that name either.
            return [];
        }
    }

    private static async Task<List<(long, string)>> FindAsync(NpgsqlConnection connection, string sql, string table, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.Add(new NpgsqlParameter<string> { NpgsqlDbType = NpgsqlDbType.Text, TypedValue = table });
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancel);
        var found = new List<(long, string)>();
        while (await reader.ReadAsync(cancel))
            found.Add((reader.GetInt64(0), reader.GetString(1)));
        return found;
    }

    private static async Task<CommandFailedException> UnknownAsync(NpgsqlConnection connection, string table, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(Candidates, connection);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancel);
        var names = new List<string>();
        while (await reader.ReadAsync(cancel))
            names.Add(reader.GetString(0));
        string hint = names.Count == 0
            ? "No table there has a column \"time\" that this user may read; is it the right Database= and Username=?"
            : $"Tables with a column \"time\" there: {string.Join(", ", names)}.";
        return new CommandFailedException($"There is no table \"{table}\" in the database {connection.Database}. {hint}");
    }
}
