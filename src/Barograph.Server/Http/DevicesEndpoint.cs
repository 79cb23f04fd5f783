using System.Text.Json;
using Barograph.Model;
using Barograph.Server.Auth;
using Barograph.Server.Commands;
using Barograph.Server.OpenApi;
using Barograph.Storage;

namespace Barograph.Server.Http;

/// <summary><c>GET /api/v1/devices</c>: the boards, where they stand and stood, when they were last heard of, and what was not taken of them.</summary>
public sealed class DevicesEndpoint(IStore store, TimeProvider clock)
{
    /// <summary>As many as upkeep keeps of each device.</summary>
    private const int MaxRejections = 50;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/devices", ListAsync).WithMetadata(AccessRule.Read).Describe(
            new RouteDescription("listDevices", "Catalog", "Every device, where it stands and stood, and when it was last heard of.")
                .Gives(Shape.ArrayOf(CatalogShapes.Device), "By name.")
                .Refuses(Errors.ParameterInvalid));
        routes.MapGet("/api/v1/devices/{name}/rejections", RejectionsAsync).WithMetadata(AccessRule.Read).Describe(
            new RouteDescription("listDeviceRejections", "Catalog", "What was not taken of a device, and why.")
                .Path("name", Shape.Text(), "The device's name.", "esp32")
                .Gives(Shape.ArrayOf(CatalogShapes.DeviceRejection, MaxRejections), "The last 50, newest first.")
                .Refuses(Errors.ParameterInvalid, Errors.NotFound));
    }

    private async Task ListAsync(HttpContext context)
    {
        QueryParameters.DemandNone(context.Request);
        IReadOnlyList<Device> all = await store.Devices.ListAsync(context.RequestAborted);
        Dictionary<int, DeviceActivity> activity = (await store.Activity.SumAsync(context.RequestAborted)).ToDictionary(sum => sum.DeviceId);
        Instant now = Instant.Now(clock);
        // Who may not change a token need not know which there are.
        ILookup<int?, Token>? tokens = Caller.In(context).Role >= CallerRole.Member
            ? (await store.Tokens.ListAsync(context.RequestAborted)).Where(token => token.IsLive(now)).ToLookup(token => token.DeviceId)
            : null;
        await Answer.ListAsync(context, all, (json, device) =>
        {
            DeviceActivity? seen = activity.GetValueOrDefault(device.Id);
            json.WriteString("name", device.Name);
            json.WriteString("username", Caller.In(context).Role == CallerRole.Visitor ? null : device.Username);
            json.WriteString("location", device.LastLocation(now));
            json.WriteString("created", device.CreatedAt.ToString());
            json.WriteBoolean("revoked", device.RevokedAt is not null);
            json.WriteString("revoked_at", device.RevokedAt?.ToString());
            json.WriteString("last_seen", seen?.LastSeen.ToString());
            json.WriteNumber("reports", seen?.Reports ?? 0);
            json.WriteNumber("rejected", seen?.Rejected ?? 0);
            json.WriteNumber("clock_faults", seen?.ClockFaults ?? 0);
            WritePlacements(json, device);
            if (tokens is not null)
                WriteTokens(json, tokens[device.Id]);
        });
    }

    private static void WritePlacements(Utf8JsonWriter json, Device device)
    {
        json.WriteStartArray("placements");
        foreach (Placement placement in device.Placements)
        {
            json.WriteStartObject();
            json.WriteString("location", placement.Location);
            json.WriteString("from", placement.From == Instant.MinValue ? null : placement.From.ToString());
            json.WriteString("until", placement.Until?.ToString());
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteTokens(Utf8JsonWriter json, IEnumerable<Token> live)
    {
        json.WriteStartArray("tokens");
        foreach (Token token in live)
        {
            json.WriteStartObject();
            json.WriteNumber("id", token.Id);
            json.WriteString("created", token.CreatedAt.ToString());
            json.WriteString("expires", token.ExpiresAt?.ToString());
            json.WriteString("kind", Labels.Of(token.Kind));
            json.WriteString("reach", Labels.Of(token.Reach));
            json.WriteString("prefix", token.Prefix);
            json.WriteString("dialects", DialectNames.Of(token.Dialects));
            json.WriteString("location_tags", token.LocationTags);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private async Task RejectionsAsync(HttpContext context)
    {
        QueryParameters.DemandNone(context.Request);
        string name = (string)context.Request.RouteValues["name"]!;
        IReadOnlyList<Device> devices = await store.Devices.ListAsync(context.RequestAborted);
        if (devices.FirstOrDefault(candidate => string.Equals(candidate.Name, name, StringComparison.Ordinal)) is not { } device)
        {
            await Answer.ProblemAsync(context, Errors.NotFound, "There is no device of this name; see /api/v1/devices.");
            return;
        }
        await Answer.ListAsync(context, await store.Activity.RejectionsAsync(device.Id, MaxRejections, context.RequestAborted), (json, rejection) =>
        {
            json.WriteString("time", rejection.At.ToString());
            json.WriteString("metric", rejection.Metric);
            json.WriteString("code", rejection.Code);
            json.WriteString("detail", rejection.Detail);
        });
    }
}
