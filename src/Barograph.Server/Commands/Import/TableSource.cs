using System.Globalization;
using System.Runtime.CompilerServices;
using Barograph.Storage.Postgres;
using Npgsql;

namespace Barograph.Server.Commands.Import;

/// <summary>
/// A table of any PostgreSQL database (10 or later), read in one snapshot: rows that are inserted meanwhile are of the next run. All text of SQL that comes
/// from outside is a name that the database has quoted itself.
/// </summary>
public sealed class TableSource : IAsyncDisposable
{
    /// <summary>More different locations than this are none: somebody's log text, perhaps.</summary>
    private const int MostLocations = 10_000;

    private readonly NpgsqlDataSource _source;
    private readonly NpgsqlConnection _connection;

    private TableSource(NpgsqlDataSource source, NpgsqlConnection connection, TableShape shape, string databaseZone)
    {
        _source = source;
        _connection = connection;
        Shape = shape;
        DatabaseZone = databaseZone;
    }

    public TableShape Shape { get; }

    /// <summary>The time zone that this database is set to, by which CURRENT_TIMESTAMP became a local time.</summary>
    public string DatabaseZone { get; }

    /// <summary>For people, without a password.</summary>
    public string Description => $"{Shape.Table} in the database {_connection.Database} at {_connection.Host}";

    /// <exception cref="CommandFailedException">It cannot be reached or has no such table.</exception>
    public static Task<TableSource> OpenAsync(string connectionString, string table, CancellationToken cancel) =>
        TableTrouble.ExplainAsync(async () =>
        {
            NpgsqlDataSource source = Source(connectionString);
            NpgsqlConnection? connection = null;
            try
            {
                connection = await source.OpenConnectionAsync(cancel);
                (long id, string name) = await TableLookup.FindAsync(connection, table, cancel);
                TableShape shape = TableShape.Of(name, await TableLookup.ColumnsAsync(connection, id, cancel));
                string zone = (string)(await ScalarAsync(connection, "SHOW timezone", cancel))!;
                await BeginAsync(connection, cancel);
                return new TableSource(source, connection, shape, zone);
            }
            catch
            {
                if (connection is not null)
                    await connection.DisposeAsync();
                await source.DisposeAsync();
                throw;
            }
        });

    /// <summary>What the database itself counts, by its own means and in the same snapshot.</summary>
    public Task<IReadOnlyList<LocationCount>> CountAsync(CancellationToken cancel) => TableTrouble.ExplainAsync<IReadOnlyList<LocationCount>>(async () =>
    {
        // Byte by byte, because a collation may hold "Desk" and "desk" for equal.
        string location = Shape.Location is null ? "NULL::text" : $"({Shape.Location.Sql}::text COLLATE \"C\")";
        string counts = string.Concat(Shape.Metrics.Select(metric => $", count({metric.Column.Sql})"));
        await using NpgsqlCommand command = Command(_connection,
            $"SELECT {location}, count(*){counts} FROM {Shape.Table} GROUP BY 1 LIMIT {TerminalText.Of(MostLocations + 1)}");
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancel);
        var found = new List<LocationCount>();
        while (await reader.ReadAsync(cancel))
            found.Add(new LocationCount(
                reader.IsDBNull(0) ? null : reader.GetString(0), reader.GetInt64(1),
                [.. Enumerable.Range(2, Shape.Metrics.Count).Select(reader.GetInt64)]));
        return found.Count <= MostLocations ? found : throw new CommandFailedException(
            $"The column \"{Shape.Location!.Name}\" of {Shape.Table} has more than {TerminalText.Of(MostLocations)} different values; it seems to be no location. "
            + "Make a view with a column \"location\", or without one and say --location.");
    });

    /// <summary>
    /// The rows, as they lie in the table: of a table that is only inserted into, that is the order in which they came. The database sends them as they are
    /// read here, so neither side holds more than a few.
    /// </summary>
    public async IAsyncEnumerable<SourceRow> ReadAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        string location = Shape.Location is null ? "NULL::text" : Shape.Location.Sql + "::text";
        string values = string.Concat(Shape.Metrics.Select(metric => ", " + metric.Sql));
        await using NpgsqlCommand command = Command(_connection, $"SELECT {Shape.Time.Sql}, {location}{values} FROM {Shape.Table}");
        await using NpgsqlDataReader reader = await TableTrouble.ExplainAsync(() => command.ExecuteReaderAsync(cancel));
        var row = new SourceRow(Shape.Metrics.Count);
        while (await TableTrouble.ExplainAsync(() => reader.ReadAsync(cancel)))
        {
            Fill(row, reader);
            yield return row;
        }
    }

    public async ValueTask DisposeAsync()
    {
        // Ends the transaction too; it has changed nothing.
        await _connection.DisposeAsync();
        await _source.DisposeAsync();
    }

    private static NpgsqlDataSource Source(string connectionString)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString)
        {
            ApplicationName = "barograph import",
            Pooling = false,
            Enlist = false,
            // A large table takes as long as it takes; Ctrl+C ends it.
            CommandTimeout = 0,
            IncludeErrorDetail = false,
        };
        var source = new NpgsqlSlimDataSourceBuilder(builder.ConnectionString);
        source.EnableTransportSecurity();
        return source.Build();
    }

    private static async Task BeginAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        // Parallel workers and shared scans would not give the rows in their order. 1 more digit than usual: a real as it is shown.
        foreach (string statement in (string[])
                 [
                     "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", "SET LOCAL statement_timeout = 0", "SET LOCAL idle_in_transaction_session_timeout = 0",
                     "SET LOCAL synchronize_seqscans = off", "SET LOCAL max_parallel_workers_per_gather = 0", "SET LOCAL extra_float_digits = 1",
                 ])
            await ScalarAsync(connection, statement, cancel);
    }

    private void Fill(SourceRow row, NpgsqlDataReader reader)
    {
        row.Time = reader.IsDBNull(0) ? null : PgTime.FromRaw(reader.GetFieldValue<long>(0));
        row.Location = reader.IsDBNull(1) ? null : reader.GetString(1);
        for (int i = 0; i < Shape.Metrics.Count; i++)
            row.Values[i] = reader.IsDBNull(i + 2) ? null : Number(reader, i);
    }

    private double Number(NpgsqlDataReader reader, int metric) => Shape.Metrics[metric].IsText
        ? double.Parse(reader.GetString(metric + 2), NumberStyles.Float, CultureInfo.InvariantCulture)
        : reader.GetDouble(metric + 2);

    private static async Task<object?> ScalarAsync(NpgsqlConnection connection, string sql, CancellationToken cancel)
    {
        await using NpgsqlCommand command = Command(connection, sql);
        return await command.ExecuteScalarAsync(cancel);
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql)
    {
        NpgsqlCommand command = connection.CreateCommand();
        // Only names that the database itself has quoted are in it; names cannot be parameters.
#pragma warning disable CA2100
        command.CommandText = sql;
#pragma warning restore CA2100
        return command;
    }
}
