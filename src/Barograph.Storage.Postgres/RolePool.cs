using Npgsql;

namespace Barograph.Storage.Postgres;

/// <summary>
/// Connections that work as one role. Runs a piece of work on one of them and turns the driver's exceptions into the contract's.
/// </summary>
internal sealed class RolePool(NpgsqlDataSource source, StoreGate gate) : IAsyncDisposable
{
    /// <summary>
    /// Runs reading work; it may run twice. A pool only notices at the next use that the database was restarted, and its idle connections broke, so the first
    /// break says nothing about the database as it is now.
    /// </summary>
    public async ValueTask<T> RunAsync<T>(Func<NpgsqlConnection, ValueTask<T>> work, CancellationToken cancel)
    {
        gate.ThrowIfClosed();
        for (bool first = true; ; first = false)
        {
            try
            {
                await using NpgsqlConnection connection = await source.OpenConnectionAsync(cancel);
                return await work(connection);
            }
            catch (Exception e) when (Trouble.IsTrouble(e, cancel))
            {
                if (!first || !Trouble.IsBreak(e))
                    throw Trouble.Unavailable(e);
                source.Clear();
            }
        }
    }

    /// <summary>
    /// Runs writing work as one transaction, durable when this returns. It may run twice (after a deadlock), so it must have no effects
    /// outside.
    /// </summary>
    public async ValueTask<T> WriteAsync<T>(Func<NpgsqlConnection, ValueTask<T>> work, CancellationToken cancel)
    {
        gate.ThrowIfClosed();
        for (bool first = true; ; first = false)
        {
            try
            {
                return await WriteOnceAsync(work, cancel);
            }
            catch (Exception e) when (Trouble.IsTrouble(e, cancel))
            {
                if (!first || !Trouble.IsWorthRepeating(e))
                    throw Trouble.Unavailable(e);
            }
        }
    }

    public ValueTask DisposeAsync() => source.DisposeAsync();

    private async ValueTask<T> WriteOnceAsync<T>(Func<NpgsqlConnection, ValueTask<T>> work, CancellationToken cancel)
    {
        await using NpgsqlConnection connection = await source.OpenConnectionAsync(cancel);
        // A cancelled wait for a synchronous standby answers success plus a warning.
        string? warning = null;
        NoticeEventHandler listener = (_, e) => warning ??= e.Notice.InvariantSeverity == "WARNING" ? e.Notice.MessageText : null;
        connection.Notice += listener;
        // An open transaction is rolled back by the pool when the connection goes back to it.
        await Sql.ExecuteAsync(Sql.Command(connection, "BEGIN"), cancel);
        T result = await work(connection);
        await Sql.ExecuteAsync(Sql.Command(connection, "COMMIT"), cancel);
        connection.Notice -= listener;
        return warning is null ? result : throw new StorageUnavailableException($"PostgreSQL warned, so nothing is certain: {warning}");
    }
}
