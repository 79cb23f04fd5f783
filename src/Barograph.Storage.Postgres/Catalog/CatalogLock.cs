using Npgsql;

namespace Barograph.Storage.Postgres;

/// <summary>Changes of devices, tokens and accounts are rare, so in all processes together they simply take turns.</summary>
internal static class CatalogLock
{
    /// <summary>Held until the transaction ends.</summary>
    public static async ValueTask TakeAsync(NpgsqlConnection connection, CancellationToken cancel) =>
        await Sql.ExecuteAsync(Sql.Command(connection, "SELECT pg_advisory_xact_lock(hashtext('barograph_catalog'))"), cancel);
}
