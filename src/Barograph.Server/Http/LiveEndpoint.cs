using Barograph.Live;
using Barograph.Model;
using Barograph.Storage;

namespace Barograph.Server.Http;

/// <summary><c>GET /api/v1/live</c>: new samples of any selection as server-sent events, after their commit.</summary>
public sealed class LiveEndpoint(LiveHub hub, ISeriesCatalog catalog, AccessControl access, TimeProvider clock)
{
    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/v1/live", GetAsync).WithMetadata(AccessRule.Read);

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
