using Barograph.Model;
using Npgsql;
using NpgsqlTypes;

namespace Barograph.Storage.Postgres;

/// <summary>
/// A PostgreSQL store in the making: a database that <c>postgres setup</c> has prepared and nobody has used. Everything is one transaction, so that a move that is
/// killed, or finds a difference, leaves the database as empty as it was. It works as the owner, because no role of the server may say which numbers are taken
/// and from when on there are raw samples.
/// </summary>
public sealed class PostgresFilling : IStoreFilling
{
    /// <summary>A partition that is over before raw samples begin would let them begin earlier when retention drops it.</summary>
    private const string DropOverPartitions =
        """
        DO $$
        DECLARE
            partition text;
        BEGIN
            FOR partition IN SELECT p.name FROM public.sample_partitions() p WHERE p.to_time <= (SELECT raw_from FROM public.rollup_state) LOOP
                EXECUTE format('DROP TABLE public.%I', partition);
            END LOOP;
        END
        $$
        """;

    private readonly NpgsqlConnection _connection;
    private string? _warning;

    private PostgresFilling(NpgsqlConnection connection)
    {
        _connection = connection;
        connection.Notice += (_, e) => _warning ??= e.Notice.InvariantSeverity == "WARNING" ? e.Notice.MessageText : null;
        Description = $"PostgreSQL, database {connection.Database} at {connection.Host}";
    }

    public string Description { get; }

    /// <param name="adminConnectionString">Of a superuser, as for <c>postgres setup</c>.</param>
    /// <param name="storeConnectionString">Of the server; it names the database.</param>
    /// <param name="clock">For waiting.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="ArgumentException">A connection string cannot be read.</exception>
    /// <exception cref="StoreRefusedException">The database is not prepared, in use, or not empty.</exception>
    /// <exception cref="StorageUnavailableException">It cannot be reached.</exception>
    public static async Task<PostgresFilling> OpenAsync(
        string adminConnectionString, string storeConnectionString, TimeProvider clock, CancellationToken cancel)
    {
        var store = new NpgsqlConnectionStringBuilder(storeConnectionString);
        string database = store.Database ?? store.Username ?? "barograph";
        var builder = new NpgsqlConnectionStringBuilder(new AdminConnection(adminConnectionString).AsOwner(database))
        {
            ApplicationName = MoveGuard.ApplicationName, CommandTimeout = 0,
        };
        NpgsqlConnection? connection = null;
        try
        {
            await using (NpgsqlDataSource source = ConnectionStrings.Source(builder))
                connection = await source.OpenConnectionAsync(cancel);
            await Schema.CheckAsync(connection, cancel);
            await MoveGuard.DemandAloneAsync(connection, clock, cancel);
            await LockAsync(connection, cancel);
            await DemandEmptyAsync(connection, cancel);
            return new PostgresFilling(connection);
        }
        catch (Exception e)
        {
            if (connection is not null)
                await connection.DisposeAsync();
            if (Trouble.IsTrouble(e, cancel))
                throw Trouble.OfAdmin(e);
            throw;
        }
    }

    public ValueTask BeginAsync(RetentionPlan plan, Instant? rawFrom, CancellationToken cancel) => GuardedAsync(async () =>
    {
        await ExecuteAsync("SELECT ensure_partitions()", cancel);
        await ExecuteAsync("UPDATE retention SET raw_days = $1", cancel, Sql.Int(plan.RawDays));
        // Rollups hold up to there and no farther; upkeep goes on from there.
        await ExecuteAsync("UPDATE rollup_state SET announced = $1, published = $1, raw_from = $1", cancel, Sql.Time(rawFrom));
        await ExecuteAsync(DropOverPartitions, cancel);
        await ExecuteAsync("SELECT begin_append()", cancel);
    }, cancel);

    public async ValueTask<long> FillAsync(MovedTable table, IAsyncEnumerable<object?[]> rows, CancellationToken cancel)
    {
        long count = 0;
        await GuardedAsync(async () =>
        {
            if (table == MovedTable.AlertRules)
                await ExecuteAsync("DELETE FROM alert_rule", cancel);
            await using (NpgsqlBinaryImporter copy = await _connection.BeginBinaryImportAsync(MovedSql.Copy(table), cancel))
            {
                await foreach (object?[] row in rows.WithCancellation(cancel))
                {
                    await MovedSql.WriteAsync(copy, table, row, cancel);
                    count++;
                }
                await copy.CompleteAsync(cancel);
            }
            if (table.GivesNumbers)
                await ExecuteAsync(MovedSql.GoOn(table), cancel);
        }, cancel);
        return count;
    }

    public ValueTask FillAsync(SeriesId series, IAsyncEnumerable<ReadOnlyMemory<TimedValue>> samples, CancellationToken cancel) => GuardedAsync(async () =>
    {
        await using NpgsqlBinaryImporter copy = await _connection.BeginBinaryImportAsync("COPY sample (series_id, time, value) FROM STDIN (FORMAT BINARY)", cancel);
        await foreach (ReadOnlyMemory<TimedValue> block in samples.WithCancellation(cancel))
            for (int i = 0; i < block.Length; i++)
            {
                await copy.StartRowAsync(cancel);
                await copy.WriteAsync(series.Value, NpgsqlDbType.Integer, cancel);
                await copy.WriteAsync(PgTime.ToRaw(block.Span[i].Time), NpgsqlDbType.TimestampTz, cancel);
                await copy.WriteAsync(block.Span[i].Value, NpgsqlDbType.Double, cancel);
            }
        await copy.CompleteAsync(cancel);
    }, cancel);

    public ValueTask FillAsync(SeriesId series, Resolution resolution, IAsyncEnumerable<ReadOnlyMemory<Rollup>> windows, CancellationToken cancel) => GuardedAsync(async () =>
    {
        await foreach (ReadOnlyMemory<Rollup> block in windows.WithCancellation(cancel))
        {
            var columns = new RollupColumns();
            foreach (Rollup window in block.ToArray())
                columns.Add(series.Value, window);
            await columns.PutAsync(_connection, RollupColumns.TableOf(resolution), cancel);
        }
    }, cancel);

    public ValueTask<IStoreContents> ReadBackAsync(CancellationToken cancel) =>
        ValueTask.FromResult<IStoreContents>(PostgresContents.OfTransaction(_connection, Description));

    public async ValueTask CompleteAsync(CancellationToken cancel)
    {
        await GuardedAsync(() => ExecuteAsync("COMMIT", cancel), cancel);
        if (_warning is not null)
            throw new StorageUnavailableException($"PostgreSQL warned, so it is not certain that the store is durable: {_warning}");
    }

    // Ends the transaction too, which changes nothing if it was not committed.
    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private static async ValueTask LockAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        string tables = string.Join(", ", MovedTable.All.Select(table => table.Name));
        foreach (string statement in (string[])
                 [
                     "BEGIN ISOLATION LEVEL READ COMMITTED", "SET LOCAL synchronous_commit = on", "SET LOCAL statement_timeout = 0",
                     "SET LOCAL idle_in_transaction_session_timeout = 0", "SET LOCAL lock_timeout = '3s'",
                     $"LOCK TABLE {tables}, sample, retention, rollup_5m, rollup_1h IN SHARE ROW EXCLUSIVE MODE",
                     // A server that is started meanwhile must not learn from when on there are raw samples before it is so.
                     "LOCK TABLE rollup_state IN ACCESS EXCLUSIVE MODE",
                 ])
            await Sql.ExecuteAsync(Sql.Command(connection, statement), cancel);
    }

    private static async ValueTask DemandEmptyAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        foreach (string table in (string[])[.. MovedTable.All.Select(table => table.Name), "sample", "rollup_1h", "session"])
        {
            // The rules that every store is made with give way.
            string own = table == MovedTable.AlertRules.Name ? "WHERE NOT is_default" : "";
            if (await Sql.SingleAsync(Sql.Command(connection, $"SELECT EXISTS (SELECT FROM {table} {own})"), static row => row.GetBoolean(0), cancel))
                throw new StoreRefusedException(
                    $"The database {connection.Database} is in use already (its table {table} is not empty). A store is moved into a new one: "
                    + "barograph postgres setup --admin CONN --database NAME");
        }
    }

    private async ValueTask ExecuteAsync(string text, CancellationToken cancel, params NpgsqlParameter[] parameters) =>
        await Sql.ExecuteAsync(Sql.Command(_connection, text, parameters), cancel);

    private static async ValueTask GuardedAsync(Func<ValueTask> write, CancellationToken cancel)
    {
        try
        {
            await write();
        }
        catch (PostgresException e) when (Trouble.IsMissingPartition(e))
        {
            throw new StoreRefusedException("The source has readings of a time for which PostgreSQL has no partition, before 2015 or months ahead.", e);
        }
        catch (Exception e) when (Trouble.IsTrouble(e, cancel))
        {
            throw Trouble.Unavailable(e);
        }
    }
}
