using Npgsql;

namespace Barograph.Storage.Postgres;

/// <summary>
/// One connection of the writer, with its prepared statements and buffers. Used by one append at a time. It never begins anything by itself:
/// <see cref="Appending"/> says what happens in which order.
/// </summary>
internal sealed class AppendSession : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlCommand _begin, _commit, _rollback, _insertReceipts, _insert, _insertReturning, _stored, _leaveMark;
    private string? _warning;

    private AppendSession(NpgsqlConnection connection)
    {
        _connection = connection;
        connection.Notice += (_, e) => _warning ??= e.Notice.InvariantSeverity == "WARNING" ? e.Notice.MessageText : null;
        _begin = Sql.Command(connection, "BEGIN");
        _commit = Sql.Command(connection, "COMMIT");
        _rollback = Sql.Command(connection, "ROLLBACK");
        _insertReceipts = Sql.Command(connection,
            """
            INSERT INTO receipt SELECT * FROM unnest($1::int[], $2::text[], $3::timestamptz[])
            ON CONFLICT DO NOTHING RETURNING device_id, id
            """, Receipts.Columns());
        _insert = Sql.Command(connection,
            "INSERT INTO sample SELECT * FROM unnest($1::int[], $2::timestamptz[], $3::float8[]) ON CONFLICT DO NOTHING", Rows.Columns());
        _insertReturning = Sql.Command(connection,
            """
            INSERT INTO sample SELECT * FROM unnest($1::int[], $2::timestamptz[], $3::float8[])
            ON CONFLICT DO NOTHING RETURNING series_id, time
            """, Rows.Columns());
        // OFFSET 0 keeps it a look-up by key in the one partition of each row; joined freely, a long list could scan every partition.
        _stored = Sql.Command(connection,
            """
            SELECT u.series_id, u.time, s.value
            FROM unnest($1::int[], $2::timestamptz[], $3::float8[]) AS u (series_id, time, value)
            CROSS JOIN LATERAL (SELECT value FROM sample WHERE series_id = u.series_id AND time = u.time OFFSET 0) s
            """, Rows.Columns());
        _leaveMark = Sql.Command(connection, "SELECT pg_logical_emit_message(true, 'barograph', '')");
    }

    /// <summary>The samples of the append under way.</summary>
    public SampleRows Rows { get; } = new();

    public ReceiptRows Receipts { get; } = new();

    public static async ValueTask<AppendSession> OpenAsync(NpgsqlDataSource source, CancellationToken cancel)
    {
        NpgsqlConnection connection = await source.OpenConnectionAsync(cancel);
        var session = new AppendSession(connection);
        try
        {
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

    public async ValueTask BeginAsync(CancellationToken cancel)
    {
        _warning = null;
        await _begin.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>Inserts <see cref="Receipts"/>; returns the key of each that was not there.</summary>
    public async ValueTask<HashSet<(int DeviceId, string Id)>> InsertReceiptsAsync(CancellationToken cancel)
    {
        var added = new HashSet<(int, string)>();
        await using NpgsqlDataReader reader = await _insertReceipts.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
            added.Add((reader.GetInt32(0), reader.GetString(1)));
        return added;
    }

    /// <summary>Inserts <see cref="Rows"/>; returns how many were new.</summary>
    public async ValueTask<int> InsertAsync(CancellationToken cancel) => await _insert.ExecuteNonQueryAsync(cancel);

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
    /// Gives a transaction that stored nothing something to flush. Its answer "duplicate" acknowledges rows of somebody else's commit, which may be
    /// visible before it is on disk (synchronous_commit=off, a cancelled wait for a standby); flushing our own mark flushes all that is before it.
    /// </summary>
    public async ValueTask LeaveMarkAsync(CancellationToken cancel) => await _leaveMark.ExecuteNonQueryAsync(cancel);

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
        foreach (NpgsqlCommand command in Commands())
            await command.DisposeAsync();
        await _connection.DisposeAsync();
    }

    private NpgsqlCommand[] Commands() => [_begin, _commit, _rollback, _insertReceipts, _insert, _insertReturning, _stored, _leaveMark];
}
