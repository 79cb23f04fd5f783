using Barograph.Model;
using Barograph.Server.Changes;
using Barograph.Server.OpenApi;
using Barograph.Storage;

namespace Barograph.Server.Http;

/// <summary><c>/api/v1/alerts</c>: what is wrong, what was, and that somebody knows.</summary>
public sealed class AlertsEndpoint(IStore store, TimeProvider clock)
{
    private const int Most = 1000;
    private static readonly TimeSpan Recent = TimeSpan.FromDays(30);

    private readonly AlertChanges _alerts = new(store, clock);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/alerts", ListAsync).WithMetadata(AccessRule.Read).Describe(
            new RouteDescription("listAlerts", "Alerts", "What is wrong now; with a time, what was wrong then, at most 1,000.")
                .Query("from", Shapes.Time, "From when on; with only to, 30 days before it. An alert counts that touches the time.")
                .Query("to", Shapes.Time, "Until when; with only from, until now.")
                .Query("location", Shapes.Location, "Of one location.")
                .Gives(Shape.ArrayOf(AlertShapes.Alert, Most), "By their start, the newest first.")
                .Refuses(Errors.ParameterInvalid));
        routes.MapPost("/api/v1/alerts/{id}/acknowledge", AcknowledgeAsync).WithMetadata(AccessRule.Change).Describe(
            new RouteDescription("acknowledgeAlert", "Alerts", "Says that somebody knows: it is not repeated any more. The first to say so is remembered.")
                .Path("id", Shape.Text(), "The alert's id.", "0123456789abcdef")
                .RefusesMembers()
                .Gives(AlertShapes.Alert, "As it is now.")
                .Refuses(Errors.NotFound));
    }

    private async Task ListAsync(HttpContext context)
    {
        QueryParameters query = new(context.Request, "from", "to", "location");
        Instant now = Instant.Now(clock);
        bool isPast = query.Optional("from") is not null || query.Optional("to") is not null;
        Instant to = query.Time("to", now);
        TimeRange range = new(query.Time("from", to - Recent), to);
        string? location = query.Optional("location");
        if (query.Problem is { } problem)
            throw new RefusedException(Errors.ParameterInvalid, problem);
        IReadOnlyList<AlertEpisode> episodes = isPast
            ? await store.Episodes.ListAsync(range, null, Most, context.RequestAborted)
            : await store.Episodes.ListOpenAsync(context.RequestAborted);
        Dictionary<SeriesId, SeriesInfo> series = (await store.Series.ListAsync(location, context.RequestAborted)).ToDictionary(info => info.Id);
        await Answer.ListAsync(
            context, episodes.Where(episode => location is null || series.ContainsKey(episode.Series)).Take(Most),
            (json, episode) => AlertShapes.Write(json, episode, series.GetValueOrDefault(episode.Series)));
    }

    private async Task AcknowledgeAsync(HttpContext context)
    {
        await JsonBody.ReadAsync(context);
        AlertEpisode episode = await _alerts.AcknowledgeAsync((string)context.Request.RouteValues["id"]!, AlertShapes.NameOf(context), context.RequestAborted);
        SeriesInfo? series = (await store.Series.ListAsync(null, context.RequestAborted)).FirstOrDefault(info => info.Id == episode.Series);
        await Answer.ObjectAsync(context, StatusCodes.Status200OK, json => AlertShapes.Write(json, episode, series));
    }
}
