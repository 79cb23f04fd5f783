using System.Text.Json;
using Barograph.Model;
using Barograph.Server.OpenApi;
using Barograph.Storage;

namespace Barograph.Server.Http;

/// <summary><c>GET /api/v1/latest</c>: the newest sample of every series.</summary>
public static class LatestEndpoint
{
    private static readonly Shape LatestSample = Shape.With(
        new Field("location", Shapes.Location),
        new Field("metric", Shapes.Metric),
        new Field("unit", Shapes.Unit.OrNull()),
        new Field("time", Shapes.Time, "When it was measured."),
        new Field("value", Shape.Number))
        .Named("LatestSample", "The newest reading of a series.");

    public static void MapLatest(this IEndpointRouteBuilder routes, ISampleReader reader) =>
        routes.MapGet("/api/v1/latest", context => GetAsync(context, reader)).WithMetadata(AccessRule.Read).Describe(
            new RouteDescription("getLatest", "Readings", "The newest reading of every series.")
                .Query("location", Shapes.Location, "Only of this location.", example: "desk")
                .Gives(Shape.ArrayOf(LatestSample), "By location and metric.")
                .Refuses(Errors.ParameterInvalid));

    private static async Task GetAsync(HttpContext context, ISampleReader reader)
    {
        QueryParameters query = new(context.Request, "location");
        string? location = query.Optional("location");
        if (query.Problem is { } problem)
        {
            await Answer.ProblemAsync(context, Errors.ParameterInvalid, problem);
            return;
        }
        IReadOnlyList<LatestSample> latest = await reader.LatestAsync(location, context.RequestAborted);
        await Answer.JsonAsync(context, StatusCodes.Status200OK, json =>
        {
            json.WriteStartArray();
            foreach (LatestSample sample in latest)
            {
                json.WriteStartObject();
                json.WriteString("location", sample.Series.Key.Location);
                json.WriteString("metric", sample.Series.Key.Metric);
                json.WriteString("unit", sample.Series.Unit);
                json.WriteString("time", sample.Time.ToString());
                json.WriteNumber("value", sample.Value);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        });
    }
}
