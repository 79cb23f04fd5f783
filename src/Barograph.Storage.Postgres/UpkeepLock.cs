using Npgsql;

namespace Barograph.Storage.Postgres;

/// <summary>Of several processes one does the upkeep; to the others it is done.</summary>
internal static class UpkeepLock
{
    /// <summary>Held until the transaction ends.</summary>
    public static ValueTask<bool> TryTakeAsync(NpgsqlConnection connection, CancellationToken cancel) =>
        Sql.SingleAsync(
            Sql.Command(connection,
                "SELECT pg_try_advisory_xact_lock(hashtext('barograph_upkeep'))"), static row => row.GetBoolean(0), cancel);
}
