using Barograph.Model;
using Npgsql;
using NpgsqlTypes;

namespace Barograph.Storage.Postgres;

/// <summary>The tables of the catalog in PostgreSQL's words.</summary>
internal static class MovedSql
{
    private const string TokenOfSeries = "token_id";

    public static string Select(MovedTable table)
    {
        string keys = string.Join(", ", table.Columns.Take(table.KeyColumns).Select(column => column.Name));
        // Here ingest only ever adds rows, several for one minute of a device.
        if (table == MovedTable.Activity)
            return $"""
                SELECT device_id, date_trunc('minute', minute, 'UTC') AS minute, sum(reports)::bigint, sum(samples)::bigint, sum(rejected)::bigint,
                    sum(clock_faults)::bigint, max(last_time)
                FROM activity GROUP BY 1, 2 ORDER BY 1, 2
                """;
        return $"SELECT {string.Join(", ", table.Columns.Select(Read))} FROM {table.Name} ORDER BY {keys}";
    }

    public static string Copy(MovedTable table) =>
        $"COPY {table.Name} ({string.Join(", ", table.Columns.Select(column => Name(column)))}) FROM STDIN (FORMAT BINARY)";

    /// <summary>Lets the table go on after its highest number.</summary>
    public static string GoOn(MovedTable table) =>
        $"SELECT setval(pg_get_serial_sequence('{table.Name}', 'id'), coalesce(max(id), 1), max(id) IS NOT NULL) FROM {table.Name}";

    public static object?[] Row(NpgsqlDataReader reader, MovedTable table)
    {
        var row = new object?[table.Columns.Length];
        for (int i = 0; i < row.Length; i++)
            row[i] = reader.IsDBNull(i) ? null : table.Columns[i].Kind switch
            {
                ColumnKind.Text => reader.GetString(i),
                ColumnKind.Real => reader.GetDouble(i),
                ColumnKind.Time => Sql.GetTime(reader, i),
                ColumnKind.Flag => reader.GetBoolean(i) ? 1L : 0L,
                ColumnKind.SmallNumber => (long)reader.GetInt16(i),
                ColumnKind.Number => (long)reader.GetInt32(i),
                _ => reader.GetInt64(i),
            };
        return row;
    }

    public static async ValueTask WriteAsync(NpgsqlBinaryImporter copy, MovedTable table, object?[] row, CancellationToken cancel)
    {
        await copy.StartRowAsync(cancel);
        for (int i = 0; i < row.Length; i++)
        {
            Task written = (row[i], table.Columns[i].Kind) switch
            {
                (null, _) => copy.WriteNullAsync(cancel),
                (double real, _) => copy.WriteAsync(real, NpgsqlDbType.Double, cancel),
                (string text, _) => copy.WriteAsync(text, NpgsqlDbType.Text, cancel),
                (Instant time, _) => copy.WriteAsync(PgTime.ToRaw(time), NpgsqlDbType.TimestampTz, cancel),
                (long flag, ColumnKind.Flag) => copy.WriteAsync(flag != 0, NpgsqlDbType.Boolean, cancel),
                (long number, ColumnKind.SmallNumber) => copy.WriteAsync(checked((short)number), NpgsqlDbType.Smallint, cancel),
                (long number, ColumnKind.Number) => copy.WriteAsync(checked((int)number), NpgsqlDbType.Integer, cancel),
                (long number, _) => copy.WriteAsync(number, NpgsqlDbType.Bigint, cancel),
                _ => throw new ArgumentException("A row holds long, double, string, Instant and null.", nameof(row)),
            };
            await written;
        }
    }

    // Null stands for a row that was inserted by SQL; no token has the number 0 either.
    private static string Read(MovedColumn column) => column.Name == TokenOfSeries ? "coalesce(created_by, 0)" : column.Name;

    private static string Name(MovedColumn column) => column.Name == TokenOfSeries ? "created_by" : column.Name;
}
