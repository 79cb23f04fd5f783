using System.Globalization;
using System.Text.Json;
using Barograph.Model;
using Barograph.Server.Auth;
using Barograph.Server.Changes;
using Barograph.Server.OpenApi;
using Barograph.Storage;

namespace Barograph.Server.Http.Alerts;

/// <summary><c>/api/v1/alerts</c>: what is wrong now, what was, and that somebody knows.</summary>
public sealed class AlertsEndpoint(IStore store, PendingAlerts pending, TimeProvider clock)
{
    private const int UsualPage = 50;
    private const int LongestPage = 500;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/alerts", GetAsync).WithMetadata(AccessRule.ReadInside).Describe(
            new RouteDescription("getAlerts", "Alerts", "What is wrong now: what fires, and what will if it goes on.")
                .Gives(AlertShapes.AlertsNow, "As it is now.")
                .Refuses(Errors.ParameterInvalid));
        routes.MapGet("/api/v1/alerts/history", ListAsync).WithMetadata(AccessRule.ReadInside).Describe(
            new RouteDescription("listAlerts", "Alerts", "What has fired, the newest first, what still does included.")
                .Query("series", Shape.WholeNumber, "Only of the series of this number.")
                .Query("from", Shape.Text(), "Only what was not over before.")
                .Query("to", Shape.Text(), "Only what began before.")
                .Query("limit", Shape.Count, "How many at most: 50, if nothing is said, and up to 500.")
                .Query("before", Shape.Text(), "Goes on where an answer ended: its next.")
                .Gives(AlertShapes.History, "A part of it.")
                .Refuses(Errors.ParameterInvalid));
        routes.MapPost("/api/v1/alerts/{id}/acknowledge", AcknowledgeAsync).WithMetadata(AccessRule.Change).Describe(
            new RouteDescription("acknowledgeAlert", "Alerts", "Says that somebody knows: it is not told again.")
                .Path("id", Shape.Text(), "The alert's id.", "5a980ff4135bc2b5")
                .RefusesMembers()
                .Gives(AlertShapes.Alert, "It is acknowledged, now or before.")
                .Refuses(Errors.NotFound));
    }

    private async Task GetAsync(HttpContext context)
    {
        QueryParameters.DemandNone(context.Request);
        CancellationToken cancel = context.RequestAborted;
        IReadOnlyList<AlertEpisode> open = await store.Episodes.ListOpenAsync(cancel);
        IReadOnlyList<PendingAlert> soon = await pending.FindAsync(await store.AlertRules.ListAsync(cancel), open, cancel);
        IReadOnlyList<AlertTarget> targets = [.. (await store.Targets.ListAsync(cancel)).Where(target => target.IsEnabled)];
        Action<Utf8JsonWriter, AlertEpisode> write = await WriterAsync(open.Count > 0, cancel);
        await Answer.ObjectAsync(context, StatusCodes.Status200OK, json =>
        {
            json.WriteStartArray("firing");
            foreach (AlertEpisode episode in open)
                write(json, episode);
            json.WriteEndArray();
            json.WriteStartArray("pending");
            foreach (PendingAlert one in soon)
                WritePending(json, one);
            json.WriteEndArray();
            json.WriteStartObject("targets");
            json.WriteNumber("enabled", targets.Count);
            json.WriteNumber("failed", targets.Count(target => target.Failure is not null));
            json.WriteEndObject();
        });
    }

    private async Task ListAsync(HttpContext context)
    {
        QueryParameters query = new(context.Request, "series", "from", "to", "limit", "before");
        TimeRange range = new(query.Time("from", Instant.MinValue), query.Time("to", Instant.MaxValue));
        int? series = WholeNumber(query, "series", 1, int.MaxValue);
        int limit = WholeNumber(query, "limit", 1, LongestPage) ?? UsualPage;
        HistoryCursor? before = null;
        if (query.Optional("before") is { } text && !HistoryCursor.TryParse(text, out before))
            query.Complain("The parameter before is not what an answer had as next.");
        if (query.Problem is { } problem)
            throw new RefusedException(Errors.ParameterInvalid, problem);
        IReadOnlyList<AlertEpisode> found = await ReadAsync(range, series, before, limit + 1, context.RequestAborted);
        Action<Utf8JsonWriter, AlertEpisode> write = await WriterAsync(found.Count > 0, context.RequestAborted);
        await Answer.ObjectAsync(context, StatusCodes.Status200OK, json =>
        {
            json.WriteStartArray("alerts");
            foreach (AlertEpisode episode in found.Take(limit))
                write(json, episode);
            json.WriteEndArray();
            json.WriteString("next", found.Count > limit ? HistoryCursor.After(found[limit - 1]).ToString() : null);
        });
    }

    private async Task AcknowledgeAsync(HttpContext context)
    {
        await JsonBody.ReadAsync(context);
        string id = (string)context.Request.RouteValues["id"]!;
        IReadOnlyList<AlertEpisode> known = await store.Episodes.AcknowledgeAsync([id], NameOf(context), Instant.Now(clock), context.RequestAborted);
        if (known.Count == 0)
            throw new RefusedException(Errors.NotFound, "There is no alert of this id; see /api/v1/alerts.");
        Action<Utf8JsonWriter, AlertEpisode> write = await WriterAsync(true, context.RequestAborted);
        await Answer.JsonAsync(context, StatusCodes.Status200OK, json => write(json, known[0]));
    }

    /// <summary>Who asks, for people: the account's name, or that of the token.</summary>
    internal static string NameOf(HttpContext context) =>
        Caller.In(context).Account?.Name ?? context.Features.Get<Credential>()?.Token.Name ?? "somebody";

    /// <summary>Where many began at the same moment, those that were given already are read once more: the store knows no better cursor than a time.</summary>
    private async ValueTask<IReadOnlyList<AlertEpisode>> ReadAsync(TimeRange range, int? series, HistoryCursor? before, int count, CancellationToken cancel)
    {
        TimeRange asked = before is { } cursor && cursor.StartedAt < range.To ? range with { To = new Instant(cursor.StartedAt.Microseconds + 1) } : range;
        SeriesId? only = series is { } number ? new SeriesId(number) : null;
        for (int atMost = count + UsualPage; ; atMost *= 2)
        {
            IReadOnlyList<AlertEpisode> all = await store.Episodes.ListAsync(asked, only, atMost, cancel);
            AlertEpisode[] rest = [.. all.Where(episode => before is not { } seen || seen.IsBefore(episode)).Take(count)];
            if (rest.Length == count || all.Count < atMost)
                return rest;
        }
    }

    /// <summary>Writes an episode with what belongs to its series; without a need for that, nothing is read.</summary>
    private async ValueTask<Action<Utf8JsonWriter, AlertEpisode>> WriterAsync(bool isNeeded, CancellationToken cancel)
    {
        if (!isNeeded)
            return (_, _) => { };
        Dictionary<SeriesId, SeriesInfo> series = (await store.Series.ListAsync(null, cancel)).ToDictionary(one => one.Id);
        IReadOnlyList<AlertMute> mutes = await store.AlertRules.ListMutesAsync(cancel);
        Instant now = Instant.Now(clock);
        return (json, episode) =>
        {
            SeriesInfo about = series[episode.Series];
            AlertJson.WriteAlert(json, episode, about, mutes.Any(mute => mute.Covers(about.Key, episode.Kind, now)));
        };
    }

    private static void WritePending(Utf8JsonWriter json, PendingAlert one)
    {
        json.WriteStartObject();
        json.WriteNumber("rule", one.Rule.Id);
        AlertJson.WriteSeries(json, one.Series);
        json.WriteString("kind", AlertWords.Of(one.Rule.Condition.Kind));
        json.WriteString("condition", Barograph.Alerts.ConditionText.Of(one.Rule.Condition));
        json.WriteString("since", one.Since.ToString());
        json.WriteString("fires", one.FiresAt.ToString());
        json.WriteEndObject();
    }

    private static int? WholeNumber(QueryParameters query, string name, int least, int most)
    {
        if (query.Optional(name) is not { } text)
            return null;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= least && number <= most)
            return number;
        query.Complain(string.Create(CultureInfo.InvariantCulture, $"The parameter {name} is not a whole number from {least} to {most}."));
        return null;
    }
}
