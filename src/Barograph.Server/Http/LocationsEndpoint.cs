using Barograph.Model;
using Barograph.Server.Changes;
using Barograph.Server.OpenApi;
using Barograph.Storage;

namespace Barograph.Server.Http;

/// <summary><c>/api/v1/locations</c>: where something is measured, and what people call it.</summary>
public sealed class LocationsEndpoint(IStore store)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/locations", ListAsync).WithMetadata(AccessRule.Read).Describe(
            new RouteDescription("listLocations", "Catalog", "Every location there is.")
                .Gives(Shape.ArrayOf(CatalogShapes.Location), "By key.")
                .Refuses(Errors.ParameterInvalid));
        routes.MapPatch("/api/v1/locations/{**key}", PatchAsync).WithMetadata(AccessRule.Change).Describe(
            new RouteDescription("changeLocation", "Catalog", "Changes what people see of a location.")
                .Path("key", Shapes.Location, "The location's key; it may hold slashes.", "desk")
                .TakesObject("""{"title":"My desk"}""", Field.Optional("title", Shape.Text(length: (1, 128))), Field.Optional("hidden", Shape.Boolean),
                    Field.Optional("zone", Shape.Text().OrNull(), "An IANA name such as Europe/Berlin; null: the reader's."))
                .IsDone("It is changed; what was not named stays.")
                .Refuses(Errors.NotFound));
    }

    private async Task ListAsync(HttpContext context)
    {
        QueryParameters.DemandNone(context.Request);
        await Answer.ListAsync(context, await store.Locations.ListAsync(context.RequestAborted), (json, location) =>
        {
            json.WriteString("key", location.Key);
            json.WriteString("title", location.Title);
            json.WriteBoolean("hidden", location.IsHidden);
            json.WriteString("zone", location.Zone);
            json.WriteString("created", location.CreatedAt.ToString());
        });
    }

    private async Task PatchAsync(HttpContext context)
    {
        JsonBody body = await JsonBody.ReadAsync(context, "title", "hidden", "zone");
        LocationChange change = new()
        {
            Title = body.Text("title") is { } title ? TitleOf(title) : null,
            IsHidden = body.Flag("hidden"),
            SetsZone = body.Has("zone"),
            Zone = body.Text("zone") is { } zone ? ZoneOf(zone) : null,
        };
        string key = (string?)context.Request.RouteValues["key"] ?? "";
        // A slash of the key may come as it is or encoded, and encoded ones are not decoded on the way to us.
        if (!await store.Locations.ChangeAsync(key, change, context.RequestAborted)
            && !await store.Locations.ChangeAsync(key.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase), change, context.RequestAborted))
            throw new RefusedException(Errors.NotFound, "There is no location of this key; see /api/v1/locations.");
        Answer.Done(context);
    }

    private static string TitleOf(string sent) =>
        NameRule.TryTitle(sent, out string? title, out string? problem) ? title : throw new RefusedException(Errors.MemberInvalid, problem, "title");

    private static string ZoneOf(string sent) => ZoneName.TryFind(sent, out _)
        ? sent
        : throw new RefusedException(Errors.MemberInvalid, "It is no time zone that this machine knows; write for example Europe/Berlin, or null.", "zone");
}
