using System.Globalization;
using Barograph.Model;
using Microsoft.Data.Sqlite;

namespace Barograph.Storage.Sqlite;

/// <summary>Short forms for statements that are not on the hot path. Parameters are $1, $2, … in the order given; null is NULL; times and spans are microseconds.</summary>
internal static class SqliteCommands
{
    public static int Execute(this SqliteConnection connection, string sql, params ReadOnlySpan<object?> values)
    {
        using SqliteCommand command = connection.Command(sql, values);
        return command.ExecuteNonQuery();
    }

    /// <summary>The first column of the first row; null if there is no row or it is NULL.</summary>
    public static object? Scalar(this SqliteConnection connection, string sql, params ReadOnlySpan<object?> values)
    {
        using SqliteCommand command = connection.Command(sql, values);
        return command.ExecuteScalar() is { } value and not DBNull ? value : null;
    }

    /// <summary>An INSERT with RETURNING id.</summary>
    public static int InsertReturningId(this SqliteConnection connection, string sql, params ReadOnlySpan<object?> values) =>
        checked((int)(long)connection.Scalar(sql, values)!);

    public static List<T> Rows<T>(
        this SqliteConnection connection, string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<object?> values)
    {
        using SqliteCommand command = connection.Command(sql, values);
        using SqliteDataReader reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
            rows.Add(read(reader));
        return rows;
    }

    public static Instant Time(this SqliteDataReader row, int column) => new(row.GetInt64(column));

    public static Instant? TimeOrNull(this SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.Time(column);

    public static double? RealOrNull(this SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetDouble(column);

    public static TimeSpan Span(this SqliteDataReader row, int column) => TimeSpan.FromMicroseconds(row.GetInt64(column));

    public static TimeSpan? SpanOrNull(this SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.Span(column);

    public static string? TextOrNull(this SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static SqliteCommand Command(this SqliteConnection connection, string sql, ReadOnlySpan<object?> values)
    {
        // CreateCommand takes part in the connection's running transaction.
        SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        for (int i = 0; i < values.Length; i++)
            command.Parameters.AddWithValue(ParameterNames[i], values[i] switch
            {
                null => DBNull.Value,
                Instant time => time.Microseconds,
                TimeSpan span => span.Ticks / TimeSpan.TicksPerMicrosecond,
                var value => value,
            });
        return command;
    }

    private static readonly string[] ParameterNames =
        ["$1", "$2", "$3", "$4", "$5", "$6", "$7", "$8", "$9", "$10", "$11", "$12", "$13", "$14", "$15"];
}
