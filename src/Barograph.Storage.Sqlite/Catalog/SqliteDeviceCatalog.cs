using Barograph.Model;
using Microsoft.Data.Sqlite;

namespace Barograph.Storage.Sqlite.Catalog;

internal sealed class SqliteDeviceCatalog(SqliteEngine engine) : IDeviceCatalog
{
    public async ValueTask<IReadOnlyList<Device>> ListAsync(CancellationToken cancel)
    {
        List<Device> devices = await engine.ReadAsync(reader => List(reader.Connection), cancel);
        devices.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
        return devices;
    }

    public async ValueTask<Device> AddAsync(NewDevice device, CancellationToken cancel) =>
        await engine.ChangeAsync(db => Add(db, device), cancel);

    public async ValueTask MoveAsync(int deviceId, string location, Instant at, CancellationToken cancel) =>
        await engine.ChangeAsync(
            db =>
            {
                Demand(db, deviceId);
                EndPlacement(db, deviceId, at);
                return Place(db, deviceId, location, at);
            },
            cancel);

    public async ValueTask<Device?> ReplaceAsync(int deviceId, string name, NewToken token, Instant at, CancellationToken cancel) =>
        await engine.ChangeAsync(
            db =>
            {
                Demand(db, deviceId);
                Device old = List(db).Single(device => device.Id == deviceId);
                if (old.RevokedAt is not null)
                    return null;
                Device added = Add(db, new NewDevice(name, null, null, token, at));
                Placement placement = Place(db, added.Id, old.LocationAt(at), at);
                EndPlacement(db, deviceId, at);
                Revoke(db, deviceId, at);
                return added with { Placements = [placement] };
            },
            cancel);

    public async ValueTask RevokeAsync(int deviceId, Instant at, CancellationToken cancel) =>
        await engine.ChangeAsync(
            db =>
            {
                Demand(db, deviceId);
                return Revoke(db, deviceId, at);
            },
            cancel);

    /// <summary>Devices are never deleted, so a number that is not there is the caller's mistake.</summary>
    public static void Demand(SqliteConnection db, int deviceId)
    {
        if (db.Scalar("SELECT 1 FROM device WHERE id = $1", deviceId) is null)
            throw new ArgumentOutOfRangeException(nameof(deviceId), deviceId, "There is no device of this number.");
    }

    private static List<Device> List(SqliteConnection db)
    {
        // One statement, so that names and placements are of the same moment.
        var devices = new List<Device>();
        db.Rows(
            """
            SELECT d.id, d.name, d.username, d.created_at, d.revoked_at, p.location, p.from_time, p.until_time
            FROM device d LEFT JOIN placement p ON p.device_id = d.id ORDER BY d.id, p.from_time
            """,
            row =>
            {
                if (devices.Count == 0 || devices[^1].Id != row.GetInt32(0))
                    devices.Add(new Device(
                        row.GetInt32(0), row.GetString(1), row.TextOrNull(2), row.Time(3), row.TimeOrNull(4), new List<Placement>()));
                if (!row.IsDBNull(5))
                    ((List<Placement>)devices[^1].Placements).Add(new Placement(row.GetString(5), row.Time(6), row.TimeOrNull(7)));
                return true;
            });
        return devices;
    }

    private static Device Add(SqliteConnection db, NewDevice device)
    {
        int id = db.InsertReturningId(
            "INSERT INTO device (name, username, created_at) VALUES ($1, $2, $3) RETURNING id",
            device.Name, device.Username, device.CreatedAt);
        TakeName(db, device.Name, id);
        // A device may sign in under its own name.
        if (device.Username is not null && device.Username != device.Name)
            TakeName(db, device.Username, id);
        List<Placement> placements = [];
        if (device.Location is not null)
            placements.Add(Place(db, id, device.Location, Instant.MinValue));
        TokenRows.Insert(db, id, null, device.Token, device.CreatedAt);
        return new Device(id, device.Name, device.Username, device.CreatedAt, null, placements);
    }

    private static void TakeName(SqliteConnection db, string name, int deviceId)
    {
        if (db.Execute("INSERT INTO device_name (name, device_id) VALUES ($1, $2) ON CONFLICT DO NOTHING", name, deviceId) == 0)
            throw new NameTakenException(name);
    }

    private static void EndPlacement(SqliteConnection db, int deviceId, Instant at)
    {
        // A change before the last one replaces it: placements never overlap and none is empty.
        db.Execute("DELETE FROM placement WHERE device_id = $1 AND from_time >= $2", deviceId, at);
        db.Execute("UPDATE placement SET until_time = $2 WHERE device_id = $1 AND (until_time IS NULL OR until_time > $2)", deviceId, at);
    }

    private static int Revoke(SqliteConnection db, int deviceId, Instant at)
    {
        db.Execute("UPDATE device SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL", deviceId, at);
        return db.Execute("UPDATE token SET expires_at = $2 WHERE device_id = $1 AND (expires_at IS NULL OR expires_at > $2)", deviceId, at);
    }

    private static Placement Place(SqliteConnection db, int deviceId, string location, Instant from)
    {
        db.Execute("INSERT INTO placement (device_id, from_time, location) VALUES ($1, $2, $3)", deviceId, from, location);
        return new Placement(location, from, null);
    }
}
