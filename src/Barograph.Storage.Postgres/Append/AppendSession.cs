using Barograph.Model;
using Npgsql;

namespace Barograph.Storage.Postgres;

/// <summary>
/// One connection of the writer, with its prepared statements and buffers. Used by one append at a time. It never begins anything by
/// itself: <see cref="Appending"/> says what happens in which order.
/// </summary>
internal sealed class AppendSession : IAsyncDisposable
{
    /// <summary>By it the writers' connections are known in pg_stat_activity.</summary>
    public const string ApplicationName = "barograph append";

    /// <summary>
    /// A commit that waits for a standby goes on waiting after we gave it up, and nothing but the standby ends it. Beyond this many, of all
    /// processes together, no more are added, or the waiting ones would soon take every connection that the database has.
    /// </summary>
    private const int MostInDatabase = 24;

    private const string InsertReceipts =
        """
        INSERT INTO receipt SELECT * FROM unnest($1::int[], $2::text[], $3::timestamptz[])
        ON CONFLICT DO NOTHING RETURNING device_id, id
        """;

    /// <summary>It must run before the statements whose snapshot decides what is late.</summary>
    private const string BeginAppend = "SELECT begin_append()";

    /// <summary>
    /// Marks of samples from before the announced watermark, also of those that turn out to be there already. When nothing is late, the usual
    /// case, the first condition alone is looked at.
    /// </summary>
    private const string InsertMarks =
        """
        INSERT INTO rollup_late
        SELECT DISTINCT series_id, date_trunc('hour', time, 'UTC') FROM unnest($1::int[], $2::timestamptz[]) AS u (series_id, time)
        WHERE ($3::timestamptz[])[1] < (SELECT announced FROM rollup_state) AND time < (SELECT announced FROM rollup_state)
        """;

    private const string InsertRows =
        "INSERT INTO sample SELECT * FROM unnest($1::int[], $2::timestamptz[], $3::float8[]) ON CONFLICT DO NOTHING";

    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlBatch _beginReceipts, _beginRows, _insert, _insertReturning;
    private readonly NpgsqlCommand _commit, _rollback, _stored, _leaveTrace;
    private string? _warning;

    private AppendSession(NpgsqlConnection connection)
    {
        _connection = connection;
        connection.Notice += (_, e) => _warning ??= e.Notice.InvariantSeverity == "WARNING" ? e.Notice.MessageText : null;
        _commit = Sql.Command(connection, "COMMIT");
        _rollback = Sql.Command(connection, "ROLLBACK");
        _beginReceipts = Batch(connection, ("BEGIN", []), (BeginAppend, []), (InsertReceipts, Receipts.Columns()));
        _beginRows = Batch(connection, ("BEGIN", []), (BeginAppend, []), (InsertMarks, Rows.MarkColumns()), (InsertRows, Rows.Columns()));
        _insert = Batch(connection, (InsertMarks, Rows.MarkColumns()), (InsertRows, Rows.Columns()));
        _insertReturning = Batch(connection, (InsertMarks, Rows.MarkColumns()), (InsertRows + " RETURNING series_id, time", Rows.Columns()));
        // OFFSET 0 keeps it a look-up by key in the one partition of each row; joined freely, a long list could scan every partition.
        _stored = Sql.Command(connection,
            """
            SELECT u.series_id, u.time, s.value
            FROM unnest($1::int[], $2::timestamptz[], $3::float8[]) AS u (series_id, time, value)
            CROSS JOIN LATERAL (SELECT value FROM sample WHERE series_id = u.series_id AND time = u.time OFFSET 0) s
            """, Rows.Columns());
        _leaveTrace = Sql.Command(connection, "SELECT pg_logical_emit_message(true, 'barograph', '')");
    }

    /// <summary>The samples of the append under way.</summary>
    public SampleRows Rows { get; } = new();

    public ReceiptRows Receipts { get; } = new();

    /// <summary>No raw sample from before it is taken. It moves once a month at most, and then a missing partition tells: see <see cref="ReadRawFromAsync"/>.</summary>
    public Instant RawFrom { get; private set; } = Instant.MinValue;

    public static async ValueTask<AppendSession> OpenAsync(NpgsqlDataSource source, CancellationToken cancel)
    {
        NpgsqlConnection connection = await source.OpenConnectionAsync(cancel);
        var session = new AppendSession(connection);
        try
        {
            await RefuseCrowdAsync(connection, cancel);
            await session.ReadRawFromAsync(cancel);
            foreach (NpgsqlBatch batch in session.Batches())
                await batch.PrepareAsync(cancel);
            foreach (NpgsqlCommand command in session.Commands())
                await command.PrepareAsync(cancel);
            return session;
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    /// <summary>Reads <see cref="RawFrom"/>; true if it moved on.</summary>
    public async ValueTask<bool> ReadRawFromAsync(CancellationToken cancel)
    {
        Instant before = RawFrom;
        RawFrom = await Sql.SingleAsync(
            Sql.Command(_connection, "SELECT raw_from FROM rollup_state"), static row => Sql.GetTimeOrNull(row, 0), cancel) ?? Instant.MinValue;
        return RawFrom > before;
    }

    /// <summary>Begins the transaction and inserts <see cref="Receipts"/>; returns the key of each that was not there.</summary>
    public async ValueTask<HashSet<(int DeviceId, string Id)>> BeginWithReceiptsAsync(CancellationToken cancel)
    {
        _warning = null;
        var added = new HashSet<(int, string)>();
        await using NpgsqlDataReader reader = await _beginReceipts.ExecuteReaderAsync(cancel);
        // After the empty result of begin_append.
        await reader.NextResultAsync(cancel);
        while (await reader.ReadAsync(cancel))
            added.Add((reader.GetInt32(0), reader.GetString(1)));
        return added;
    }

    /// <summary>Begins the transaction and inserts <see cref="Rows"/> in the same round trip; returns how many were new.</summary>
    public async ValueTask<int> BeginWithRowsAsync(CancellationToken cancel)
    {
        _warning = null;
        return await InsertedAsync(_beginRows, cancel);
    }

    /// <summary>Inserts <see cref="Rows"/>; returns how many were new.</summary>
    public ValueTask<int> InsertAsync(CancellationToken cancel) => InsertedAsync(_insert, cancel);

    /// <summary>Inserts <see cref="Rows"/>; returns the key of each that was new.</summary>
    public async ValueTask<HashSet<(int Series, long Time)>> InsertReturningAsync(CancellationToken cancel)
    {
        var added = new HashSet<(int, long)>();
        await using NpgsqlDataReader reader = await _insertReturning.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
            added.Add((reader.GetInt32(0), Sql.GetTime(reader, 1).Microseconds));
        return added;
    }

    /// <summary>What the store holds at the keys of <see cref="Rows"/>.</summary>
    public async ValueTask<Dictionary<(int Series, long Time), double>> StoredAsync(CancellationToken cancel)
    {
        var stored = new Dictionary<(int, long), double>();
        await using NpgsqlDataReader reader = await _stored.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
            stored[(reader.GetInt32(0), Sql.GetTime(reader, 1).Microseconds)] = reader.GetDouble(2);
        return stored;
    }

    /// <summary>
    /// Gives a transaction that stored nothing something to flush. Its answer "duplicate" acknowledges rows of somebody else's commit,
    /// which may be visible before it is on disk (synchronous_commit=off, a cancelled wait for a standby); flushing our own trace flushes
    /// all that is before it.
    /// </summary>
    public async ValueTask LeaveTraceAsync(CancellationToken cancel) => await _leaveTrace.ExecuteNonQueryAsync(cancel);

    /// <summary>Returns only when the transaction is durable. Any warning since its beginning means that this is not certain.</summary>
    public async ValueTask CommitAsync(CancellationToken cancel)
    {
        await _commit.ExecuteNonQueryAsync(cancel);
        if (_warning is not null)
            throw new StorageUnavailableException($"PostgreSQL warned while it committed, so nothing is certain: {_warning}");
    }

    public async ValueTask RollbackAsync(CancellationToken cancel) => await _rollback.ExecuteNonQueryAsync(cancel);

    /// <summary>Closes the connection for good.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (NpgsqlBatch batch in Batches())
            await batch.DisposeAsync();
        foreach (NpgsqlCommand command in Commands())
            await command.DisposeAsync();
        await _connection.DisposeAsync();
    }

    private static NpgsqlBatch Batch(NpgsqlConnection connection, params ReadOnlySpan<(string Text, NpgsqlParameter[] Parameters)> statements)
    {
        var batch = new NpgsqlBatch(connection);
        foreach ((string text, NpgsqlParameter[] parameters) in statements)
        {
            var command = new NpgsqlBatchCommand(text);
            command.Parameters.AddRange(parameters);
            batch.BatchCommands.Add(command);
        }
        return batch;
    }

    /// <summary>How many rows the last statement of the batch inserted.</summary>
    private static async ValueTask<int> InsertedAsync(NpgsqlBatch batch, CancellationToken cancel)
    {
        await batch.ExecuteNonQueryAsync(cancel);
        return batch.BatchCommands[^1].RecordsAffected;
    }

    private static async ValueTask RefuseCrowdAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        long count = await Sql.SingleAsync(
            Sql.Command(connection,
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = $1",
                Sql.Text(ApplicationName)),
            static row => row.GetInt64(0), cancel);
        if (count > MostInDatabase)
            throw new StorageUnavailableException(
                FormattableString.Invariant($"{count} connections of writers are there already; their commits may wait for a standby."));
    }

    private NpgsqlCommand[] Commands() => [_commit, _rollback, _stored, _leaveTrace];

    private NpgsqlBatch[] Batches() => [_beginReceipts, _beginRows, _insert, _insertReturning];
}
