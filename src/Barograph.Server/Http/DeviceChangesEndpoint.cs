using Barograph.Model;
using Barograph.Server.Changes;
using Barograph.Server.Commands;
using Barograph.Server.OpenApi;
using Barograph.Storage;

namespace Barograph.Server.Http;

/// <summary>What people do with devices: add, move, give a new token, replace, revoke.</summary>
public sealed class DeviceChangesEndpoint(IStore store, TimeProvider clock)
{
    private const string OldValid = "7d";
    private readonly DeviceChanges _devices = new(store, clock);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/v1/devices", AddAsync).WithMetadata(AccessRule.Change).Describe(
            new RouteDescription("addDevice", "Catalog", "Adds a device that reports for a location, for one and all below it, for any, or (with none of the three) for the one named like it.")
                .TakesObject("""{"name":"attic","location":"house/attic"}""", new Field("name", Shape.Text(length: (1, 64))), Field.Optional("location", Shapes.Location),
                    Field.Optional("prefix", Shapes.Location), Field.Optional("any_location", Shape.Boolean),
                    Field.Optional("dialect", Shape.Text(), "The dialects in which its token may travel readable, separated by commas; or any."),
                    Field.Optional("passkey", Shape.Text(length: (12, 64)), "A weather station's own, instead of a token; with a dialect."),
                    Field.Optional("location_tags", Shape.Text(), "The tags that say where it measures, most telling first."))
                .Makes(CatalogShapes.IssuedDevice, "It is added.")
                .Refuses(Errors.NameInvalid, Errors.NameTaken, Errors.LocationInvalid));
        routes.MapPost("/api/v1/devices/{name}/move", MoveAsync).WithMetadata(AccessRule.Change).Describe(
            new RouteDescription("moveDevice", "Catalog", "Places a device at another location, from now on.")
                .Path("name", Shape.Text(), "The device's name.", "esp32")
                .TakesObject("""{"location":"house/cellar"}""", new Field("location", Shapes.Location))
                .IsDone("It stands there.")
                .Refuses(Errors.NotFound, Errors.DeviceRevoked, Errors.LocationInvalid));
        routes.MapPost("/api/v1/devices/{name}/rotate", RotateAsync).WithMetadata(AccessRule.Change).Describe(
            new RouteDescription("rotateDevice", "Catalog", "Gives a device a new token.")
                .Path("name", Shape.Text(), "The device's name.", "esp32")
                .TakesObject("""{"old_valid":"7d"}""", Field.Optional("old_valid", Shape.Text(), "How long the ones before go on working: 7d (the default), 12h, 30m, 0."))
                .Gives(CatalogShapes.IssuedDevice, "It has a new token.")
                .Refuses(Errors.NotFound, Errors.DeviceRevoked));
        routes.MapPost("/api/v1/devices/{name}/replace", ReplaceAsync).WithMetadata(AccessRule.Change).Describe(
            new RouteDescription("replaceDevice", "Catalog", "Lets a new device take the place of this one, which is revoked. No history is cut: readings belong to the location.")
                .Path("name", Shape.Text(), "The device's name.", "esp32")
                .TakesObject("""{"name":"attic-2"}""", Field.Optional("name", Shape.Text(length: (1, 64)), "The new one's; without it the old one's with a number."))
                .Makes(CatalogShapes.IssuedDevice, "The new device stands where the old one stood.")
                .Refuses(Errors.NotFound, Errors.DeviceRevoked, Errors.NameInvalid, Errors.NameTaken));
        routes.MapDelete("/api/v1/devices/{name}", RevokeAsync).WithMetadata(AccessRule.Change).Describe(
            new RouteDescription("revokeDevice", "Catalog", "Ends a device's right to report; its readings and its name stay.")
                .Path("name", Shape.Text(), "The device's name.", "esp32")
                .RefusesMembers()
                .IsDone("It is revoked, now or before.")
                .Refuses(Errors.NotFound));
    }

    private async Task AddAsync(HttpContext context)
    {
        JsonBody body = await JsonBody.ReadAsync(context, "name", "location", "prefix", "any_location", "dialect", "passkey", "location_tags");
        DeviceWish wish = new(body.RequiredText("name"))
        {
            Location = body.Text("location"),
            Prefix = body.Text("prefix"),
            AnyLocation = body.Flag("any_location") ?? false,
            Dialects = body.Text("dialect"),
            Passkey = body.Text("passkey"),
            LocationTags = body.Text("location_tags"),
        };
        await AnswerAsync(context, StatusCodes.Status201Created, await _devices.AddAsync(wish, context.RequestAborted));
    }

    private async Task MoveAsync(HttpContext context)
    {
        string location = (await JsonBody.ReadAsync(context, "location")).RequiredText("location");
        await _devices.MoveAsync(await LiveAsync(context), location, context.RequestAborted);
        Answer.Done(context);
    }

    private async Task RotateAsync(HttpContext context)
    {
        string oldValid = (await JsonBody.ReadAsync(context, "old_valid")).Text("old_valid") ?? OldValid;
        if (!DurationText.TryParse(oldValid, out TimeSpan grace))
            throw new RefusedException(Errors.MemberInvalid, "It must be a duration such as 7d, 12h or 30m, at most ten years, or 0.", "old_valid");
        await AnswerAsync(context, StatusCodes.Status200OK, await _devices.RotateAsync(await LiveAsync(context), grace, context.RequestAborted));
    }

    private async Task ReplaceAsync(HttpContext context)
    {
        string? name = (await JsonBody.ReadAsync(context, "name")).Text("name");
        await AnswerAsync(context, StatusCodes.Status201Created, await _devices.ReplaceAsync(await LiveAsync(context), name, context.RequestAborted));
    }

    private async Task RevokeAsync(HttpContext context)
    {
        await JsonBody.ReadAsync(context);
        // Asked twice, what was asked for holds.
        Device device = await _devices.FindAsync(NameOf(context), context.RequestAborted);
        if (device.RevokedAt is null)
            await store.Devices.RevokeAsync(device.Id, Instant.Now(clock), context.RequestAborted);
        Answer.Done(context);
    }

    private Task<Device> LiveAsync(HttpContext context) => _devices.FindLiveAsync(NameOf(context), context.RequestAborted);

    private Task AnswerAsync(HttpContext context, int status, IssuedDevice issued) => Answer.ObjectAsync(context, status, json =>
    {
        json.WriteString("name", issued.Device.Name);
        json.WriteString("location", issued.Device.LocationAt(Instant.Now(clock)));
        if (issued.Secret is { } secret)
            json.WriteString("token", secret);
        if (issued.OldExpire is { } until)
            json.WriteString("old_valid_until", until.ToString());
    });

    private static string NameOf(HttpContext context) => (string)context.Request.RouteValues["name"]!;
}
