using System.Text.Json;
using Barograph.Model;
using Barograph.Server.Changes;
using Barograph.Server.OpenApi;
using Barograph.Storage;

namespace Barograph.Server.Http;

/// <summary><c>/api/v1/site</c>: what holds for everybody who looks: whether they need to sign in, and in which units they see values.</summary>
public sealed class SiteEndpoint(ISiteCatalog catalog)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/site", GetAsync).WithMetadata(AccessRule.Read).Describe(
            new RouteDescription("getSite", "Server", "What holds for everybody who looks.")
                .Gives(PeopleShapes.Site, "As it is set.")
                .Refuses(Errors.ParameterInvalid));
        routes.MapPut("/api/v1/site", PutAsync).WithMetadata(AccessRule.Own).Describe(
            new RouteDescription("setSite", "Server", "Sets who may look, and in which units values are shown; the whole.")
                .TakesObject("""{"public":false,"units":{"temperature":"degF"}}""", new Field("public", Shape.Boolean), new Field("units", PeopleShapes.Units))
                .Gives(PeopleShapes.Site, "As it is set now.")
                .Refuses(Errors.UnitInvalid));
    }

    private async Task GetAsync(HttpContext context)
    {
        QueryParameters.DemandNone(context.Request);
        await AnswerAsync(context, await catalog.ReadAsync(context.RequestAborted));
    }

    private async Task PutAsync(HttpContext context)
    {
        JsonBody body = await JsonBody.ReadAsync(context, "public", "units");
        if (body.Flag("public") is not { } isPublic || !body.TryGet("units", out JsonElement units))
            throw new RefusedException(Errors.MemberInvalid, "Send the whole: {\"public\":false,\"units\":{\"temperature\":\"degF\"}}.");
        Site site = new(isPublic, UnitsOf(units));
        await catalog.SetAsync(site, context.RequestAborted);
        await AnswerAsync(context, site);
    }

    private static Dictionary<string, string> UnitsOf(JsonElement sent)
    {
        if (sent.ValueKind != JsonValueKind.Object)
            throw new RefusedException(Errors.MemberInvalid, "It must be an object of kinds and units, such as {\"temperature\":\"degF\"}.", "units");
        Dictionary<string, string> units = new(StringComparer.Ordinal);
        foreach (JsonProperty wish in sent.EnumerateObject())
        {
            if (!UnitKinds.TryFind(wish.Name, out UnitKind kind))
                throw new RefusedException(Errors.MemberInvalid,
                    $"There is no kind \"{NameRule.Cut(wish.Name, 40)}\"; the kinds are {string.Join(", ", UnitKinds.Names)}.", "units");
            if (!Units.TryFind(JsonBody.TextOf(wish.Value, "units"), out Unit? unit) || unit.Kind != kind)
                throw new RefusedException(Errors.UnitInvalid,
                    $"Values of the kind {wish.Name} can be shown in {string.Join(", ", Units.All.Where(known => known.Kind == kind).Select(known => known.Code))}.", "units");
            units.Add(wish.Name, unit.Code);
        }
        return units;
    }

    private static Task AnswerAsync(HttpContext context, Site site) => Answer.ObjectAsync(context, StatusCodes.Status200OK, json =>
    {
        json.WriteBoolean("public", site.IsPublic);
        json.WriteStartObject("units");
        foreach ((string kind, string unit) in site.Units.OrderBy(wish => wish.Key, StringComparer.Ordinal))
            json.WriteString(kind, unit);
        json.WriteEndObject();
    });
}
