using Barograph.Storage;
using Barograph.Storage.Postgres;
using Barograph.Storage.Sqlite;

namespace Barograph.Server.Config;

/// <summary>From an address to a store that is not open yet.</summary>
public static class StoreOpening
{
    /// <summary>For the server: it may make and migrate a SQLite file.</summary>
    public static IStore Open(this StoreAddress address, Settings settings, TimeProvider clock) =>
        Open(address, SqliteAccess.Serve, settings.AllowOverprivileged, clock);

    /// <summary>For an admin command: it uses what is there, and never makes or migrates anything.</summary>
    public static IStore OpenForAdmin(this StoreAddress address, bool allowOverprivileged, TimeProvider clock) =>
        Open(address, SqliteAccess.Admin, allowOverprivileged, clock);

    private static IStore Open(StoreAddress address, SqliteAccess access, bool allowOverprivileged, TimeProvider clock) => address.Kind switch
    {
        StoreKind.Sqlite => new SqliteStore(address.Value, access, clock),
        _ => new PostgresStore(new PostgresOptions(address.Value) { AllowOverprivileged = allowOverprivileged }, clock),
    };
}
