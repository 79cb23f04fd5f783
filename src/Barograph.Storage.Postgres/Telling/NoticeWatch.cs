using System.Runtime.CompilerServices;
using Npgsql;

namespace Barograph.Storage.Postgres;

/// <summary>Listens on one channel on a connection of its own, and gets itself a new one for ever.</summary>
/// <param name="source">Makes its connections.</param>
/// <param name="channel">What it listens to.</param>
/// <param name="fold">What arrives within this time of each other is given together.</param>
internal sealed class NoticeWatch(NpgsqlDataSource source, string channel, TimeSpan fold)
{
    /// <summary>An idle connection is asked for a sign of life this often, so that a dead one is noticed.</summary>
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(5);

    /// <summary>Of more notices at once (8 MB) none is given: then they count as lost.</summary>
    private const int MostAtOnce = 1000;

    /// <summary>Real time, not the store's clock: it is the database's recovery that is waited for.</summary>
    private static readonly TimeSpan ReconnectPause = TimeSpan.FromMilliseconds(250);

    /// <summary>Yields the payloads of what was notified; null for every new connection, the first included, because what was told while there was none is lost.</summary>
    public async IAsyncEnumerable<IReadOnlyList<string>?> ReadAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        Listener? listener = null;
        try
        {
            while (true)
            {
                if (listener is null && (listener = await TryListenAsync(cancel)) is not null)
                    yield return null;
                else if (listener is not null && await TryWaitAsync(listener, cancel))
                    yield return listener.Take();
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
            await Sql.ExecuteAsync(Sql.Command(connection, "LISTEN " + channel), cancel);
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
    private async ValueTask<bool> TryWaitAsync(Listener listener, CancellationToken cancel)
    {
        try
        {
            // A notice may also arrive with the answer to a heartbeat, where only the event shows it.
            while (!listener.HasHeard)
                if (!await listener.Connection.WaitAsync(Heartbeat, cancel))
                    await Sql.ExecuteAsync(Sql.Command(listener.Connection, "SELECT 1"), cancel);
            await Task.Delay(fold, cancel);
            // Takes in what has arrived meanwhile; whoever reads the store after this sees all of it.
            await Sql.ExecuteAsync(Sql.Command(listener.Connection, "SELECT 1"), cancel);
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
        private List<string> _payloads = [];
        private bool _isTooMuch;

        public Listener(NpgsqlConnection connection)
        {
            Connection = connection;
            connection.Notification += (_, notice) => Hear(notice.Payload);
        }

        public NpgsqlConnection Connection { get; }

        public bool HasHeard => _isTooMuch || _payloads.Count > 0;

        public IReadOnlyList<string>? Take()
        {
            List<string>? taken = _isTooMuch ? null : _payloads;
            (_payloads, _isTooMuch) = ([], false);
            return taken;
        }

        private void Hear(string payload)
        {
            _isTooMuch |= _payloads.Count >= MostAtOnce;
            if (!_isTooMuch)
                _payloads.Add(payload);
        }
    }
}
