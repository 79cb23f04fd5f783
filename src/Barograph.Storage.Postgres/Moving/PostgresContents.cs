using System.Runtime.CompilerServices;
using Barograph.Model;
using Npgsql;

namespace Barograph.Storage.Postgres;

/// <summary>Everything in a PostgreSQL store, in one transaction that only reads.</summary>
public sealed class PostgresContents : IStoreContents
{
    /// <summary>Reading a large store takes hours; a week is as good as no limit.</summary>
    private const int Seconds = 7 * 86_400;
    private const int BlockLength = 4096;

    private readonly NpgsqlConnection _connection;
    private readonly bool _isOwner;

    private PostgresContents(NpgsqlConnection connection, string description, bool isOwner)
    {
        _connection = connection;
        _isOwner = isOwner;
        Description = description;
    }

    public string Description { get; }

    /// <summary>A store that no server uses at this moment, seen by the login of its server.</summary>
    /// <exception cref="StoreRefusedException">A server uses it, or the login may not read everything.</exception>
    /// <exception cref="StorageUnavailableException">It cannot be read just now.</exception>
    public static async Task<PostgresContents> OpenAsync(string connectionString, TimeProvider clock, CancellationToken cancel)
    {
        NpgsqlConnectionStringBuilder builder = ConnectionStrings.ForRole(connectionString, Roles.Operate, Seconds);
        builder.Pooling = false;
        builder.ApplicationName = MoveGuard.ApplicationName;
        NpgsqlConnection? connection = null;
        try
        {
            await using (NpgsqlDataSource source = ConnectionStrings.Source(builder))
                connection = await source.OpenConnectionAsync(cancel);
            await MoveGuard.DemandAloneAsync(connection, clock, cancel);
            // The lock before the snapshot is taken: a partition that it knows is not dropped until we are through.
            foreach (string statement in (string[])
                     [
                         "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", "SET LOCAL idle_in_transaction_session_timeout = 0", "LOCK TABLE ONLY sample IN ACCESS SHARE MODE",
                     ])
                await Sql.ExecuteAsync(Sql.Command(connection, statement), cancel);
            return new PostgresContents(connection, ConnectionStrings.Describe(new NpgsqlConnectionStringBuilder(connectionString)), isOwner: true);
        }
        catch (Exception e)
        {
            if (connection is not null)
                await connection.DisposeAsync();
            if (Trouble.IsTrouble(e, cancel))
                throw Trouble.OfOpen(e);
            throw;
        }
    }

    /// <summary>What a transaction has written and not committed.</summary>
    internal static PostgresContents OfTransaction(NpgsqlConnection connection, string description) => new(connection, description, isOwner: false);

    public ValueTask<IReadOnlyList<SeriesInfo>> SeriesAsync(CancellationToken cancel) => GuardedAsync<IReadOnlyList<SeriesInfo>>(async () =>
    {
        List<SeriesInfo> series = await Sql.ListAsync(
            Sql.Command(_connection, "SELECT m.id, l.key, m.metric, u.unit FROM series m JOIN location l ON l.id = m.location_id LEFT JOIN series_unit u ON u.series_id = m.id"),
            SeriesRows.Read, cancel);
        series.Sort(SeriesRows.Compare);
        return series;
    }, cancel);

    public ValueTask<Instant?> RawFromAsync(CancellationToken cancel) =>
        GuardedAsync(async () => (await RollupStateRow.ReadAsync(_connection, cancel)).RawFrom, cancel);

    public ValueTask<RetentionPlan> PlanAsync(CancellationToken cancel) => GuardedAsync(() => RetentionCatalog.ReadAsync(_connection, cancel), cancel);

    public IAsyncEnumerable<object?[]> RowsAsync(MovedTable table, CancellationToken cancel) =>
        EnumerateAsync(Sql.Command(_connection, MovedSql.Select(table)), row => MovedSql.Row(row, table), cancel);

    public IAsyncEnumerable<ReadOnlyMemory<TimedValue>> SamplesAsync(SeriesId series, Instant from, CancellationToken cancel) => BlocksAsync(
        Sql.Command(_connection, "SELECT time, value FROM sample WHERE series_id = $1 AND time >= $2 ORDER BY time", Sql.Int(series.Value), Sql.Time(from)),
        static row => new TimedValue(Sql.GetTime(row, 0), row.GetDouble(1)), cancel);

    public IAsyncEnumerable<ReadOnlyMemory<Rollup>> RollupsAsync(SeriesId series, Resolution resolution, Instant before, CancellationToken cancel) => BlocksAsync(
        Sql.Command(_connection,
            $"""
            SELECT time, count, min, max, sum, first, first_time, last, last_time, increase
            FROM {RollupColumns.TableOf(resolution)} WHERE series_id = $1 AND time < $2 ORDER BY time
            """, Sql.Int(series.Value), Sql.Time(before)),
        static row => RollupReading.Window(row, Sql.GetTime(row, 0)), cancel);

    public async ValueTask DisposeAsync()
    {
        if (_isOwner)
            await _connection.DisposeAsync();
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<T>> BlocksAsync<T>(
        NpgsqlCommand command, Func<NpgsqlDataReader, T> read, [EnumeratorCancellation] CancellationToken cancel)
    {
        var block = new T[BlockLength];
        int count = 0;
        await foreach (T one in EnumerateAsync(command, read, cancel))
        {
            block[count++] = one;
            if (count < block.Length)
                continue;
            yield return block;
            count = 0;
        }
        if (count > 0)
            yield return block.AsMemory(0, count);
    }

    private static async IAsyncEnumerable<T> EnumerateAsync<T>(
        NpgsqlCommand command, Func<NpgsqlDataReader, T> read, [EnumeratorCancellation] CancellationToken cancel)
    {
        await using NpgsqlCommand disposed = command;
        await using NpgsqlDataReader reader = await GuardedAsync(async () => await command.ExecuteReaderAsync(cancel), cancel);
        while (await GuardedAsync(async () => await reader.ReadAsync(cancel), cancel))
            yield return read(reader);
    }

    private static async ValueTask<T> GuardedAsync<T>(Func<ValueTask<T>> read, CancellationToken cancel)
    {
        try
        {
            return await read();
        }
        catch (Exception e) when (Trouble.IsTrouble(e, cancel))
        {
            throw Trouble.Unavailable(e);
        }
    }
}
