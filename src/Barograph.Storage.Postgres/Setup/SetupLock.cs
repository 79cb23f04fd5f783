using Npgsql;

namespace Barograph.Storage.Postgres;

/// <summary>
/// Set-ups and migrations take turns. The lock is of the database that the connection is to, and ends with the connection.
/// </summary>
internal static class SetupLock
{
    public static async ValueTask TakeAsync(NpgsqlConnection connection, CancellationToken cancel) =>
        await Sql.ExecuteAsync(Sql.Command(connection, "SELECT pg_advisory_lock(hashtext('barograph_setup'))"), cancel);
}
