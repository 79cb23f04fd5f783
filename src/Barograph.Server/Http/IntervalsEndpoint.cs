using Barograph.Model;
using Barograph.Server.OpenApi;
using Barograph.Server.Running;
using Barograph.Storage;

namespace Barograph.Server.Http;

/// <summary><c>GET /api/v1/intervals</c>: how often each series has news, and when it counts as stale.</summary>
public sealed class IntervalsEndpoint(ISeriesCatalog catalog, ReportIntervals intervals)
{
    private static readonly Shape ReportInterval = Shape.With(
        new Field("series", Shape.WholeNumber, "Its number."),
        new Field("interval", Shape.Number.OrNull(), "The usual pause between two readings, in seconds; null: not known yet."),
        new Field("stale_after", Shape.Number.OrNull(), "After so many seconds without a reading something is wrong; null: not known yet."))
        .Named("ReportInterval", "How often a series has news, learned from its own readings.");

    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/v1/intervals", GetAsync).WithMetadata(AccessRule.Read).Describe(
        new RouteDescription("getIntervals", "Readings", "How often each series has news, and when it counts as stale.")
            .Gives(Shape.ArrayOf(ReportInterval), "In the order of /api/v1/series.")
            .Refuses(Errors.ParameterInvalid));

    private async Task GetAsync(HttpContext context)
    {
        if (new QueryParameters(context.Request).Problem is { } problem)
        {
            await Answer.ProblemAsync(context, Errors.ParameterInvalid, problem);
            return;
        }
        IReadOnlyList<SeriesInfo> all = await catalog.ListAsync(null, context.RequestAborted);
        await Answer.JsonAsync(context, StatusCodes.Status200OK, json =>
        {
            json.WriteStartArray();
            foreach (SeriesInfo series in all)
            {
                json.WriteStartObject();
                json.WriteNumber("series", series.Id.Value);
                if (intervals.Of(series.Id) is { } known)
                {
                    json.WriteNumber("interval", Math.Round(known.Usual.TotalSeconds, 3));
                    json.WriteNumber("stale_after", Math.Round(known.StaleAfter.TotalSeconds, 3));
                }
                else
                {
                    json.WriteNull("interval");
                    json.WriteNull("stale_after");
                }
                json.WriteEndObject();
            }
            json.WriteEndArray();
        });
    }
}
