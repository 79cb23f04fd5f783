using Barograph.Model;
using Microsoft.Data.Sqlite;

namespace Barograph.Storage.Sqlite.Moving;

/// <summary>The tables of the catalog in SQLite's words.</summary>
internal static class MovedSql
{
    /// <summary>Minutes are counted here, not microseconds.</summary>
    private const string Minute = "minute";
    private const long MinuteWidth = 60 * Instant.MicrosecondsPerSecond;

    public static string Select(MovedTable table) =>
        $"SELECT {string.Join(", ", table.Columns.Select(Read))} FROM {table.Name} ORDER BY {string.Join(", ", table.Columns.Take(table.KeyColumns).Select(column => column.Name))}";

    public static string Insert(MovedTable table) =>
        $"INSERT INTO {table.Name} ({string.Join(", ", table.Columns.Select(column => column.Name))}) VALUES ({string.Join(", ", table.Columns.Select(Written))})";

    public static object?[] Row(SqliteDataReader reader, MovedTable table)
    {
        var row = new object?[table.Columns.Length];
        for (int i = 0; i < row.Length; i++)
            row[i] = reader.IsDBNull(i) ? null : table.Columns[i].Kind switch
            {
                ColumnKind.Text => reader.GetString(i),
                ColumnKind.Real => reader.GetDouble(i),
                ColumnKind.Time => reader.Time(i),
                _ => reader.GetInt64(i),
            };
        return row;
    }

    private static string Read(MovedColumn column) => column.Name == Minute ? FormattableString.Invariant($"minute * {MinuteWidth}") : column.Name;

    private static string Written(MovedColumn column, int index)
    {
        string parameter = FormattableString.Invariant($"${index + 1}");
        return column.Name == Minute ? FormattableString.Invariant($"{parameter} / {MinuteWidth}") : parameter;
    }
}
