using Barograph.Model;
using Barograph.Server.OpenApi;
using Barograph.Storage;

namespace Barograph.Server.Http;

/// <summary><c>GET /api/v1/series</c>, <c>/api/v1/locations</c>, <c>/api/v1/devices</c>: what there is.</summary>
public static class CatalogEndpoints
{
    /// <summary>As many as upkeep keeps of each device.</summary>
    private const int MaxRejections = 50;

    public static void MapCatalog(this IEndpointRouteBuilder routes, IStore store, TimeProvider clock)
    {
        routes.MapGet("/api/v1/series", context => SeriesAsync(context, store)).WithMetadata(AccessRule.Read).Describe(
            new RouteDescription("listSeries", "Catalog", "Every series there is.")
                .Query("location", Shapes.Location, "Only of this location.", example: "desk")
                .Gives(Shape.ArrayOf(CatalogShapes.Series), "By location and metric.")
                .Refuses(Errors.ParameterInvalid));
        routes.MapGet("/api/v1/locations", context => LocationsAsync(context, store)).WithMetadata(AccessRule.Read).Describe(
            new RouteDescription("listLocations", "Catalog", "Every location there is.")
                .Gives(Shape.ArrayOf(CatalogShapes.Location), "By key.")
                .Refuses(Errors.ParameterInvalid));
        routes.MapGet("/api/v1/devices", context => DevicesAsync(context, store, clock)).WithMetadata(AccessRule.Read).Describe(
            new RouteDescription("listDevices", "Catalog", "Every device, and when it was last heard of.")
                .Gives(Shape.ArrayOf(CatalogShapes.Device), "By name.")
                .Refuses(Errors.ParameterInvalid));
        routes.MapGet("/api/v1/devices/{name}/rejections", context => RejectionsAsync(context, store)).WithMetadata(AccessRule.Read).Describe(
            new RouteDescription("listDeviceRejections", "Catalog", "What was not taken of a device, and why.")
                .Path("name", Shape.Text(), "The device's name.", "esp32")
                .Gives(Shape.ArrayOf(CatalogShapes.DeviceRejection, MaxRejections), "The last 50, newest first.")
                .Refuses(Errors.ParameterInvalid, Errors.NotFound));
    }

    private static async Task SeriesAsync(HttpContext context, IStore store)
    {
        QueryParameters query = new(context.Request, "location");
        if (query.Problem is { } problem)
        {
            await Answer.ProblemAsync(context, Errors.ParameterInvalid, problem);
            return;
        }
        IReadOnlyList<SeriesInfo> all = await store.Series.ListAsync(query.Optional("location"), context.RequestAborted);
        await Answer.JsonAsync(context, StatusCodes.Status200OK, json =>
        {
            json.WriteStartArray();
            foreach (SeriesInfo series in all)
            {
                json.WriteStartObject();
                json.WriteNumber("id", series.Id.Value);
                json.WriteString("location", series.Key.Location);
                json.WriteString("metric", series.Key.Metric);
                json.WriteString("unit", series.Unit);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        });
    }

    private static async Task RejectionsAsync(HttpContext context, IStore store)
    {
        if (await HasParametersAsync(context))
            return;
        string name = (string)context.Request.RouteValues["name"]!;
        IReadOnlyList<Device> devices = await store.Devices.ListAsync(context.RequestAborted);
        if (devices.FirstOrDefault(candidate => string.Equals(candidate.Name, name, StringComparison.Ordinal)) is not { } device)
        {
            await Answer.ProblemAsync(context, Errors.NotFound, "There is no device of this name; see /api/v1/devices.");
            return;
        }
        IReadOnlyList<DeviceRejection> latest = await store.Activity.RejectionsAsync(device.Id, MaxRejections, context.RequestAborted);
        await Answer.JsonAsync(context, StatusCodes.Status200OK, json =>
        {
            json.WriteStartArray();
            foreach (DeviceRejection rejection in latest)
            {
                json.WriteStartObject();
                json.WriteString("time", rejection.At.ToString());
                json.WriteString("metric", rejection.Metric);
                json.WriteString("code", rejection.Code);
                json.WriteString("detail", rejection.Detail);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        });
    }

    private static async ValueTask<bool> HasParametersAsync(HttpContext context)
    {
        if (new QueryParameters(context.Request).Problem is not { } problem)
            return false;
        await Answer.ProblemAsync(context, Errors.ParameterInvalid, problem);
        return true;
    }

    private static async Task LocationsAsync(HttpContext context, IStore store)
    {
        if (await HasParametersAsync(context))
            return;
        IReadOnlyList<Location> all = await store.Locations.ListAsync(context.RequestAborted);
        await Answer.JsonAsync(context, StatusCodes.Status200OK, json =>
        {
            json.WriteStartArray();
            foreach (Location location in all)
            {
                json.WriteStartObject();
                json.WriteString("key", location.Key);
                json.WriteString("title", location.Title);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        });
    }

    private static async Task DevicesAsync(HttpContext context, IStore store, TimeProvider clock)
    {
        if (await HasParametersAsync(context))
            return;
        IReadOnlyList<Device> all = await store.Devices.ListAsync(context.RequestAborted);
        Dictionary<int, DeviceActivity> activity =
            (await store.Activity.SumAsync(context.RequestAborted)).ToDictionary(sum => sum.DeviceId);
        Instant now = Instant.Now(clock);
        await Answer.JsonAsync(context, StatusCodes.Status200OK, json =>
        {
            json.WriteStartArray();
            foreach (Device device in all)
            {
                DeviceActivity? seen = activity.GetValueOrDefault(device.Id);
                json.WriteStartObject();
                json.WriteString("name", device.Name);
                json.WriteString("username", device.Username);
                json.WriteString("location", device.LocationAt(now));
                json.WriteBoolean("revoked", device.RevokedAt is not null);
                json.WriteString("last_seen", seen?.LastSeen.ToString());
                json.WriteNumber("reports", seen?.Reports ?? 0);
                json.WriteNumber("rejected", seen?.Rejected ?? 0);
                json.WriteNumber("clock_faults", seen?.ClockFaults ?? 0);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        });
    }
}
