using Barograph.Model;
using Barograph.Server.Changes;
using Barograph.Server.Http.Dialects.Stations;
using Barograph.Server.OpenApi;
using Barograph.Storage;

namespace Barograph.Server.Http;

/// <summary>Weather stations that have only a PASSKEY: those that nobody has claimed, and how one becomes a device's.</summary>
public sealed class StationsEndpoint(IStore store, UnknownStations stations, TimeProvider clock)
{
    private readonly DeviceChanges _devices = new(store, clock);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/stations", ListAsync).WithMetadata(AccessRule.Change).Describe(
            new RouteDescription("listStations", "Catalog", "The weather stations that reported with a PASSKEY of no device, since this process started.")
                .Gives(Shape.ArrayOf(CatalogShapes.Station), "The last ones, newest first.")
                .Refuses(Errors.ParameterInvalid));
        routes.MapPost("/api/v1/devices/{name}/passkey", ClaimAsync).WithMetadata(AccessRule.Change).Describe(
            new RouteDescription("claimStation", "Catalog", "Makes the PASSKEY of a station that reported a credential of this device.")
                .Path("name", Shape.Text(), "The device's name.", "esp32")
                .TakesObject("""{"station":"0123456789ab"}""", new Field("station", Shape.Text(), "Its handle in the list of stations."))
                .IsDone("Its next report is taken.")
                .Refuses(Errors.NotFound, Errors.DeviceRevoked));
    }

    private async Task ListAsync(HttpContext context)
    {
        QueryParameters.DemandNone(context.Request);
        await Answer.ListAsync(context, stations.List(), (json, station) =>
        {
            json.WriteString("handle", station.Handle);
            json.WriteString("passkey", "…" + station.Hint);
            json.WriteString("dialect", DialectNames.Of(station.Dialect));
            json.WriteString("stationtype", station.StationType);
            json.WriteString("model", station.Model);
            json.WriteString("address", station.Address);
            json.WriteString("last_seen", station.LastSeen.ToString());
        });
    }

    private async Task ClaimAsync(HttpContext context)
    {
        string handle = (await JsonBody.ReadAsync(context, "station")).RequiredText("station");
        Device device = await _devices.FindLiveAsync((string)context.Request.RouteValues["name"]!, context.RequestAborted);
        UnknownStation station = stations.Find(handle) ?? throw new RefusedException(Errors.NotFound,
            "No station of this handle has reported lately; wait for its next report, and look at the list again.");
        await _devices.ClaimAsync(device, station.PasskeyHash, station.Dialect, context.RequestAborted);
        stations.Forget(station);
        Answer.Done(context);
    }
}
