using Barograph.Model;
using Npgsql;

namespace Barograph.Storage.Postgres;

internal sealed class DeviceCatalog(RolePool catalog, RolePool operate) : IDeviceCatalog
{
    public async ValueTask<IReadOnlyList<Device>> ListAsync(CancellationToken cancel)
    {
        List<Device> devices = await catalog.RunAsync(connection => ReadAsync(connection, cancel), cancel);
        devices.Sort(static (a, b) => string.CompareOrdinal(a.Name, b.Name));
        return devices;
    }

    public ValueTask<Device> AddAsync(NewDevice device, CancellationToken cancel) =>
        operate.WriteAsync(async connection =>
        {
            await CatalogLock.TakeAsync(connection, cancel);
            return await AddAsync(connection, device, cancel);
        }, cancel);

    public async ValueTask MoveAsync(int deviceId, string location, Instant at, CancellationToken cancel) =>
        await operate.WriteAsync(async connection =>
        {
            await CatalogLock.TakeAsync(connection, cancel);
            await EndPlacementAsync(connection, deviceId, at, cancel);
            return await PlaceAsync(connection, deviceId, location, at, cancel);
        }, cancel);

    public ValueTask<Device?> ReplaceAsync(int deviceId, string name, NewToken token, Instant at, CancellationToken cancel) =>
        operate.WriteAsync(async connection =>
        {
            await CatalogLock.TakeAsync(connection, cancel);
            Device old = (await ReadAsync(connection, cancel)).Single(device => device.Id == deviceId);
            if (old.RevokedAt is not null)
                return null;
            Device added = await AddAsync(connection, new NewDevice(name, null, null, token, at), cancel);
            await PlaceAsync(connection, added.Id, old.LocationAt(at), at, cancel);
            await EndPlacementAsync(connection, deviceId, at, cancel);
            await RevokeAsync(connection, deviceId, at, cancel);
            return added with { Placements = [new Placement(old.LocationAt(at), at, null)] };
        }, cancel);

    public async ValueTask RevokeAsync(int deviceId, Instant at, CancellationToken cancel) =>
        await operate.WriteAsync(async connection =>
        {
            await CatalogLock.TakeAsync(connection, cancel);
            return await RevokeAsync(connection, deviceId, at, cancel);
        }, cancel);

    private static async ValueTask<Device> AddAsync(NpgsqlConnection connection, NewDevice device, CancellationToken cancel)
    {
        await RefuseTakenNamesAsync(connection, device, cancel);
        int id = await Sql.SingleAsync(
            Sql.Command(connection,
                "INSERT INTO device (name, username, created_at) VALUES ($1, $2, $3) RETURNING id",
                Sql.Text(device.Name), Sql.Text(device.Username), Sql.Time(device.CreatedAt)),
            static row => row.GetInt32(0), cancel);
        await Sql.ExecuteAsync(
            Sql.Command(connection,
                """
                INSERT INTO device_name
                SELECT name, $1 FROM (VALUES ($2::text), ($3::text)) AS v (name) WHERE name IS NOT NULL GROUP BY name
                """,
                Sql.Int(id), Sql.Text(device.Name), Sql.Text(device.Username)), cancel);
        List<Placement> placements = [];
        if (device.Location is not null)
        {
            placements.Add(new Placement(device.Location, Instant.MinValue, null));
            await PlaceAsync(connection, id, device.Location, Instant.MinValue, cancel);
        }
        await TokenRows.AddAsync(connection, id, null, device.Token, device.CreatedAt, cancel);
        return new Device(id, device.Name, device.Username, device.CreatedAt, null, placements);
    }

    private static async ValueTask EndPlacementAsync(NpgsqlConnection connection, int deviceId, Instant at, CancellationToken cancel)
    {
        // A change dated back takes the place of the later ones, so that placements never overlap.
        await Sql.ExecuteAsync(
            Sql.Command(connection,
                "DELETE FROM placement WHERE device_id = $1 AND from_time >= $2", Sql.Int(deviceId), Sql.Time(at)), cancel);
        await Sql.ExecuteAsync(
            Sql.Command(connection,
                "UPDATE placement SET until_time = $2 WHERE device_id = $1 AND (until_time IS NULL OR until_time > $2)",
                Sql.Int(deviceId), Sql.Time(at)), cancel);
    }

    private static async ValueTask<int> RevokeAsync(NpgsqlConnection connection, int deviceId, Instant at, CancellationToken cancel)
    {
        await TokenRows.EndOfDeviceAsync(connection, deviceId, at, cancel);
        return await Sql.ExecuteAsync(
            Sql.Command(connection,
                "UPDATE device SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL", Sql.Int(deviceId), Sql.Time(at)), cancel);
    }

    private static async ValueTask<List<Device>> ReadAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        // One statement, so that devices and placements are of one moment.
        List<(Device Device, Placement? Placement)> rows = await Sql.ListAsync(
            Sql.Command(connection,
                """
                SELECT d.id, d.name, d.username, d.created_at, d.revoked_at, p.location, p.from_time, p.until_time
                FROM device d LEFT JOIN placement p ON p.device_id = d.id ORDER BY d.id, p.from_time
                """),
            static row => (
                new Device(row.GetInt32(0), row.GetString(1), Sql.GetTextOrNull(row, 2), Sql.GetTime(row, 3),
                    Sql.GetTimeOrNull(row, 4), []),
                row.IsDBNull(5) ? null : new Placement(row.GetString(5), Sql.GetTime(row, 6), Sql.GetTimeOrNull(row, 7))), cancel);
        return
        [
            .. rows.GroupBy(row => row.Device.Id).Select(of => of.First().Device with
            {
                Placements = [.. of.Select(row => row.Placement).OfType<Placement>()],
            }),
        ];
    }

    private static async ValueTask RefuseTakenNamesAsync(NpgsqlConnection connection, NewDevice device, CancellationToken cancel)
    {
        List<string> taken = await Sql.ListAsync(
            Sql.Command(connection,
                "SELECT name FROM device_name WHERE name IN ($1, $2) ORDER BY name <> $1",
                Sql.Text(device.Name), Sql.Text(device.Username)),
            static row => row.GetString(0), cancel);
        if (taken.Count > 0)
            throw new NameTakenException(taken[0]);
    }

    private static ValueTask<int> PlaceAsync(
        NpgsqlConnection connection, int deviceId, string location, Instant from, CancellationToken cancel) =>
        Sql.ExecuteAsync(
            Sql.Command(connection,
                "INSERT INTO placement (device_id, location, from_time) VALUES ($1, $2, $3)",
                Sql.Int(deviceId), Sql.Text(location), Sql.Time(from)), cancel);
}
