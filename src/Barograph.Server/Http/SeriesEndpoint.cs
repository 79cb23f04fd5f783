using System.Globalization;
using Barograph.Model;
using Barograph.Server.Changes;
using Barograph.Server.OpenApi;
using Barograph.Storage;

namespace Barograph.Server.Http;

/// <summary><c>/api/v1/series</c>: what is measured where, and the one thing that a person may have to say about it.</summary>
public sealed class SeriesEndpoint(IStore store)
{
    /// <summary>The person is no token, and creates nothing here.</summary>
    private const int NoToken = 0;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/series", ListAsync).WithMetadata(AccessRule.Read).Describe(
            new RouteDescription("listSeries", "Catalog", "Every series there is.")
                .Query("location", Shapes.Location, "Only of this location.", example: "desk")
                .Gives(Shape.ArrayOf(CatalogShapes.Series), "By location and metric.")
                .Refuses(Errors.ParameterInvalid));
        routes.MapPatch("/api/v1/series/{id}", PatchAsync).WithMetadata(AccessRule.Change).Describe(
            new RouteDescription("setSeriesUnit", "Catalog", "Says the unit of a series, as long as none is known.")
                .Path("id", Shape.Text(), "The series' number.", "1")
                .TakesObject("""{"unit":"Cel"}""", new Field("unit", Shapes.Unit, "A code, or a usual spelling."))
                .IsDone("It has this unit.")
                .Refuses(Errors.SeriesUnknown, Errors.UnitInvalid, Errors.UnitSettled));
    }

    private async Task ListAsync(HttpContext context)
    {
        QueryParameters query = new(context.Request, "location");
        if (query.Problem is { } problem)
            throw new RefusedException(Errors.ParameterInvalid, problem);
        IReadOnlyList<SeriesInfo> all = await store.Series.ListAsync(query.Optional("location"), context.RequestAborted);
        await Answer.ListAsync(context, all, (json, series) =>
        {
            json.WriteNumber("id", series.Id.Value);
            json.WriteString("location", series.Key.Location);
            json.WriteString("metric", series.Key.Metric);
            json.WriteString("unit", series.Unit);
        });
    }

    private async Task PatchAsync(HttpContext context)
    {
        string unit = UnitOf((await JsonBody.ReadAsync(context, "unit")).RequiredText("unit"));
        string id = (string)context.Request.RouteValues["id"]!;
        SeriesInfo series = (await store.Series.ListAsync(null, context.RequestAborted))
            .FirstOrDefault(candidate => candidate.Id.Value.ToString(CultureInfo.InvariantCulture) == id)
            ?? throw new RefusedException(Errors.SeriesUnknown, "There is no series of this number; see /api/v1/series.");
        // Of two who say it at the same time, one is the first, and the other is told.
        IReadOnlyList<SeriesInfo?> settled = await store.Series.FindOrCreateAsync([new SeriesWish(series.Key, unit)], NoToken, 0, context.RequestAborted);
        if (settled[0]?.Unit is { } known && known != unit)
            throw new RefusedException(Errors.UnitSettled,
                $"The values of this series are in {known}, and so they stay; to see them in another unit, choose it in the settings.");
        Answer.Done(context);
    }

    private static string UnitOf(string sent)
    {
        if (Units.TryFind(sent, out Unit? known))
            return known.Code;
        string trimmed = sent.Trim();
        return Units.IsAcceptable(trimmed) ? trimmed : throw new RefusedException(Errors.UnitInvalid, "A unit has 1 to 32 visible characters, such as Cel, hPa or %RH.");
    }
}
