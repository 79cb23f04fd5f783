using Barograph.Live;
using Barograph.Model;
using Barograph.Server.OpenApi;
using Barograph.Storage;

namespace Barograph.Server.Http;

/// <summary><c>GET /api/v1/live</c>: new samples of any selection as server-sent events, after their commit.</summary>
public sealed class LiveEndpoint(LiveHub hub, ISeriesCatalog catalog, AccessControl access, TimeProvider clock)
{
    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/v1/live", GetAsync).WithMetadata(AccessRule.Read).Describe(
        new RouteDescription("listen", "Readings", "New readings as server-sent events, after they are on disk.")
            .Saying("Events: `samples` (an array of readings, their time in Unix seconds), `reset` and `missed` (what was read before has to be read again). An id resumes where the line broke.")
            .Query("series", Shape.Text(pattern: "^[0-9]+(,[0-9]+)*$"), "Numbers of series, as /api/v1/series tells them: 1,2,3. Instead of location and metric.")
            .Query("location", Shape.Text(), "In pairs with metric; * stands for any characters.", isRepeatable: true, example: "desk")
            .Query("metric", Shape.Text(), "In pairs with location; * stands for any characters.", isRepeatable: true, example: "temperature")
            .Query("last_event_id", Shape.Text(), "For clients that cannot send the header Last-Event-ID.")
            .Gives(new DescribedAnswer(StatusCodes.Status200OK, "text/event-stream", Shape.Text(), "A stream without end."))
            .Refuses(Errors.ParameterInvalid, Errors.SeriesUnknown, Errors.Overloaded));

    private async Task GetAsync(HttpContext context)
    {
        QueryParameters query = new(context.Request, ["series", "last_event_id"], ["location", "metric"]);
        (LiveSelection? selection, string? unknown) = query.Problem is null
            ? await LiveSelections.ReadAsync(query, catalog, context.RequestAborted)
            : default;
        if (unknown is not null)
        {
            await Answer.ProblemAsync(context, Errors.SeriesUnknown, unknown);
            return;
        }
        if (selection is null)
        {
            await Answer.ProblemAsync(context, Errors.ParameterInvalid, query.Problem ?? "");
            return;
        }
        string? last = context.Request.Headers["Last-Event-ID"].ToString() is { Length: > 0 } header ? header : query.Optional("last_event_id");
        using LiveSubscription? subscription = hub.TrySubscribe(selection, last is null ? null : LivePosition.TryParse(last) ?? default);
        if (subscription is null)
        {
            await Answer.ProblemAsync(context, Errors.Overloaded, "As many are listening as this server allows; try again in a moment, or ask /api/v1/latest now and then.");
            return;
        }
        SetHeaders(context.Response);
        await new LiveStream(context, subscription, access, clock).RunAsync();
    }

    private static void SetHeaders(HttpResponse response)
    {
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        // nginx passes each event on at once.
        response.Headers["X-Accel-Buffering"] = "no";
    }
}
