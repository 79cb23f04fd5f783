using Barograph.Storage;
using Barograph.Storage.Postgres;
using Barograph.Storage.Sqlite;

namespace Barograph.Server.Config;

/// <summary>From an address to a store that is not open yet.</summary>
public static class StoreOpening
{
    /// <summary>For the server: it may make and migrate a SQLite file.</summary>
    public static IStore Open(this StoreAddress address, Settings settings, TimeProvider clock) =>
        Open(address, SqliteAccess.Serve, new Rights(settings.AllowOverprivileged, settings.Part), clock);

    /// <summary>For an admin command: it uses what is there, and never makes or migrates anything.</summary>
    public static IStore OpenForAdmin(this StoreAddress address, bool allowOverprivileged, TimeProvider clock) =>
        Open(address, SqliteAccess.Admin, new Rights(allowOverprivileged, ServerPart.All), clock);

    /// <summary>For the doctor, who looks with the rights of the part that is configured, and at a login that may be refused.</summary>
    public static IStore OpenForDoctor(this StoreAddress address, ServerPart part, TimeProvider clock) =>
        Open(address, SqliteAccess.Admin, new Rights(AllowOverprivileged: true, part), clock);

    private static IStore Open(StoreAddress address, SqliteAccess access, Rights rights, TimeProvider clock) => address.Kind switch
    {
        StoreKind.Sqlite => new SqliteStore(address.Value, access, clock),
        _ => new PostgresStore(new PostgresOptions(address.Value) { AllowOverprivileged = rights.AllowOverprivileged, Part = rights.Part }, clock),
    };

    private readonly record struct Rights(bool AllowOverprivileged, ServerPart Part);
}
