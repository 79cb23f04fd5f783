using Npgsql;

namespace Barograph.Storage.Postgres;

/// <summary>Keeps a move away from stores that are in use.</summary>
internal static class MoveGuard
{
    public const string ApplicationName = "barograph move";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Connections that were just closed are still there for a moment, so it looks several times.</summary>
    /// <exception cref="StoreRefusedException">A server of Barograph is connected to this database.</exception>
    public static async ValueTask DemandAloneAsync(NpgsqlConnection connection, TimeProvider clock, CancellationToken cancel)
    {
        long start = clock.GetTimestamp();
        while (await CountAsync(connection, cancel) is > 0 and var others)
        {
            if (clock.GetElapsedTime(start) >= Patience)
                throw new StoreRefusedException(
                    $"A server of Barograph is connected to the database {connection.Database} ({others} connections), and what it takes while a store is moved would stay behind. "
                    + "Stop it first, for example with: systemctl stop barograph.socket barograph.service barograph-ingest.socket barograph-ingest.service");
            await Task.Delay(Pause, clock, cancel);
        }
    }

    private static ValueTask<int> CountAsync(NpgsqlConnection connection, CancellationToken cancel) => Sql.SingleAsync(
        Sql.Command(connection,
            "SELECT count(*)::int FROM pg_stat_activity WHERE datname = current_database() AND application_name IN ($1, $2)",
            Sql.Text(ConnectionStrings.ApplicationName), Sql.Text(AppendSession.ApplicationName)),
        static row => row.GetInt32(0), cancel);
}
