using System.Runtime.CompilerServices;
using Npgsql;

namespace Barograph.Storage.Postgres;

/// <summary>Listens for changes of the catalog on a connection of its own, and gets itself a new one for ever.</summary>
internal sealed class CatalogWatch(NpgsqlDataSource source)
{
    /// <summary>An idle connection is asked for a sign of life this often, so that a dead one is noticed.</summary>
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(5);

    /// <summary>What arrives within this time of each other is folded into one change; at most ten a second are told.</summary>
    private static readonly TimeSpan Fold = TimeSpan.FromMilliseconds(100);

    /// <summary>Real time, not the store's clock: it is the database's recovery that is waited for.</summary>
    private static readonly TimeSpan ReconnectPause = TimeSpan.FromMilliseconds(250);

    public async IAsyncEnumerable<CatalogChange> ReadAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        Listener? listener = null;
        try
        {
            while (true)
            {
                // Each new connection is a change too: what was told while there was none is lost.
                bool changed = listener is null
                    ? (listener = await TryListenAsync(cancel)) is not null
                    : await TryWaitAsync(listener, cancel);
                if (changed)
                    yield return default;
                else
                    listener = await ReplaceAsync(listener, cancel);
            }
        }
        finally
        {
            if (listener is not null)
                await listener.Connection.DisposeAsync();
        }
    }

    private async ValueTask<Listener?> TryListenAsync(CancellationToken cancel)
    {
        NpgsqlConnection? connection = null;
        try
        {
            connection = await source.OpenConnectionAsync(cancel);
            var listener = new Listener(connection);
            await Sql.ExecuteAsync(Sql.Command(connection, "LISTEN barograph_catalog"), cancel);
            return listener;
        }
        catch (Exception e) when (Trouble.IsTrouble(e, cancel))
        {
            if (connection is not null)
                await connection.DisposeAsync();
            return null;
        }
    }

    /// <summary>Waits for a notice; false if the connection is lost.</summary>
    private static async ValueTask<bool> TryWaitAsync(Listener listener, CancellationToken cancel)
    {
        try
        {
            // A notice may also arrive with the answer to a heartbeat, where only the event shows it.
            while (!listener.Told)
                if (!await listener.Connection.WaitAsync(Heartbeat, cancel))
                    await Sql.ExecuteAsync(Sql.Command(listener.Connection, "SELECT 1"), cancel);
            await Task.Delay(Fold, cancel);
            // Takes in what has arrived meanwhile; whoever reads the catalog after this sees all of it.
            await Sql.ExecuteAsync(Sql.Command(listener.Connection, "SELECT 1"), cancel);
            listener.Told = false;
            return true;
        }
        catch (Exception e) when (Trouble.IsTrouble(e, cancel))
        {
            return false;
        }
    }

    private static async ValueTask<Listener?> ReplaceAsync(Listener? lost, CancellationToken cancel)
    {
        if (lost is not null)
            await lost.Connection.DisposeAsync();
        await Task.Delay(ReconnectPause, cancel);
        return null;
    }

    private sealed class Listener
    {
        public Listener(NpgsqlConnection connection)
        {
            Connection = connection;
            connection.Notification += (_, _) => Told = true;
        }

        public NpgsqlConnection Connection { get; }

        public bool Told { get; set; }
    }
}
