using Barograph.Model;
using Npgsql;
using NpgsqlTypes;

namespace Barograph.Storage.Postgres;

/// <summary>Short forms for running one statement. Texts are constants; every value goes as a typed parameter ($1, $2, …).</summary>
internal static class Sql
{
    public static NpgsqlParameter Bool(bool value) => new NpgsqlParameter<bool> { NpgsqlDbType = NpgsqlDbType.Boolean, TypedValue = value };

    public static NpgsqlParameter Bool(bool? value) =>
        new() { NpgsqlDbType = NpgsqlDbType.Boolean, Value = value is { } known ? known : DBNull.Value };

    public static NpgsqlParameter Int(int value) => new NpgsqlParameter<int> { NpgsqlDbType = NpgsqlDbType.Integer, TypedValue = value };

    public static NpgsqlParameter Int(int? value) =>
        new() { NpgsqlDbType = NpgsqlDbType.Integer, Value = value is { } known ? known : DBNull.Value };

    public static NpgsqlParameter Small(int value) =>
        new NpgsqlParameter<short> { NpgsqlDbType = NpgsqlDbType.Smallint, TypedValue = checked((short)value) };

    public static NpgsqlParameter Small(int? value) =>
        value is { } known ? Small(known) : new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Smallint, Value = DBNull.Value };

    public static NpgsqlParameter Double(double? value) =>
        new() { NpgsqlDbType = NpgsqlDbType.Double, Value = value is { } known ? known : DBNull.Value };

    /// <summary>In microseconds.</summary>
    public static NpgsqlParameter Span(TimeSpan? value) =>
        new() { NpgsqlDbType = NpgsqlDbType.Bigint, Value = value is { } known ? known.Ticks / TimeSpan.TicksPerMicrosecond : DBNull.Value };

    public static NpgsqlParameter Long(long value) => new NpgsqlParameter<long> { NpgsqlDbType = NpgsqlDbType.Bigint, TypedValue = value };

    public static NpgsqlParameter Text(string? value) => new() { NpgsqlDbType = NpgsqlDbType.Text, Value = (object?)value ?? DBNull.Value };

    public static NpgsqlParameter Time(Instant value) =>
        new NpgsqlParameter<long> { NpgsqlDbType = NpgsqlDbType.TimestampTz, TypedValue = PgTime.ToRaw(value) };

    public static NpgsqlParameter Time(Instant? value) =>
        value is { } known ? Time(known) : new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.TimestampTz, Value = DBNull.Value };

    public static NpgsqlParameter Ints(List<int> values) => Array(NpgsqlDbType.Integer, values);

    public static NpgsqlParameter Longs(List<long> values) => Array(NpgsqlDbType.Bigint, values);

    public static NpgsqlParameter Doubles(List<double> values) => Array(NpgsqlDbType.Double, values);

    public static NpgsqlParameter Texts(List<string> values) => Array(NpgsqlDbType.Text, values);

    /// <summary>Times in the form of <see cref="PgTime.ToRaw"/>.</summary>
    public static NpgsqlParameter RawTimes(List<long> values) => Array(NpgsqlDbType.TimestampTz, values);

    public static NpgsqlCommand Command(NpgsqlConnection connection, string text, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        var command = new NpgsqlCommand(text, connection);
        foreach (NpgsqlParameter parameter in parameters)
            command.Parameters.Add(parameter);
        return command;
    }

    /// <returns>How many rows were written.</returns>
    public static async ValueTask<int> ExecuteAsync(NpgsqlCommand command, CancellationToken cancel)
    {
        await using (command)
            return await command.ExecuteNonQueryAsync(cancel);
    }

    public static async ValueTask<List<T>> ListAsync<T>(NpgsqlCommand command, Func<NpgsqlDataReader, T> read, CancellationToken cancel)
    {
        var rows = new List<T>();
        await using (command)
        await using (NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancel))
            while (await reader.ReadAsync(cancel))
                rows.Add(read(reader));
        return rows;
    }

    public static async ValueTask<T> SingleAsync<T>(NpgsqlCommand command, Func<NpgsqlDataReader, T> read, CancellationToken cancel) =>
        (await ListAsync(command, read, cancel)).Single();

    public static Instant GetTime(NpgsqlDataReader row, int column) => PgTime.FromRaw(row.GetFieldValue<long>(column));

    public static Instant? GetTimeOrNull(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : GetTime(row, column);

    public static TimeSpan GetSpan(NpgsqlDataReader row, int column) => TimeSpan.FromMicroseconds(row.GetInt64(column));

    public static TimeSpan? GetSpanOrNull(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : GetSpan(row, column);

    public static double? GetDoubleOrNull(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetDouble(column);

    public static string? GetTextOrNull(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static NpgsqlParameter<List<T>> Array<T>(NpgsqlDbType type, List<T> values) =>
        new() { NpgsqlDbType = NpgsqlDbType.Array | type, TypedValue = values };
}
