using System.Text.Json;
using Barograph.Model;
using Barograph.Server.Changes;
using Barograph.Server.OpenApi;
using Barograph.Storage;

namespace Barograph.Server.Http.Alerts;

/// <summary><c>/api/v1/mutes</c>: what nobody wants to hear for a while.</summary>
public sealed class MutesEndpoint(IStore store, TimeProvider clock)
{
    private const int LongestReason = 200;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/mutes", ListAsync).WithMetadata(AccessRule.ReadInside).Describe(
            new RouteDescription("listMutes", "Alerts", "The mutes that last.")
                .Gives(Shape.ArrayOf(AlertShapes.Mute), "By number.")
                .Refuses(Errors.ParameterInvalid));
        routes.MapPost("/api/v1/mutes", AddAsync).WithMetadata(AccessRule.Change).Describe(
            new RouteDescription("addMute", "Alerts", "Mutes some series for a while. What happens meanwhile is written down all the same.")
                .TakesObject("""{"location":"basement","metric":"*","seconds":28800,"reason":"The floor is being washed"}""",
                    new Field("location", AlertShapes.LocationPattern), new Field("metric", AlertShapes.MetricPattern), Field.Optional("sort", AlertShapes.Sort),
                    Field.Optional("until", Shapes.Time.OrNull(), "When it is over."),
                    Field.Optional("seconds", Shape.Number, "How long, instead of until. Without either it lasts until somebody ends it."),
                    new Field("reason", Shape.Text(length: (1, LongestReason)), "For those who wonder why it is so quiet."))
                .Makes(AlertShapes.Mute, "It is muted."));
        routes.MapDelete("/api/v1/mutes/{id}", EndAsync).WithMetadata(AccessRule.Change).Describe(
            new RouteDescription("endMute", "Alerts", "Ends a mute. What still fires is told again.")
                .Path("id", Shape.Text(), "The mute's number.", "1")
                .RefusesMembers()
                .IsDone("It has ended.")
                .Refuses(Errors.NotFound));
    }

    private async Task ListAsync(HttpContext context)
    {
        QueryParameters.DemandNone(context.Request);
        Instant now = Instant.Now(clock);
        await Answer.ListAsync(context, (await store.AlertRules.ListMutesAsync(context.RequestAborted)).Where(mute => mute.Until is not { } end || end > now), Write);
    }

    private async Task AddAsync(HttpContext context)
    {
        JsonBody body = await JsonBody.ReadAsync(context, "location", "metric", "sort", "until", "seconds", "reason");
        SeriesPattern pattern = new(RuleBody.LocationPattern(body.RequiredText("location")), RuleBody.MetricPattern(body.RequiredText("metric")));
        AlertSort? sort = body.Text("sort") is not { } word ? null : AlertWords.TrySort(word, out AlertSort one) ? one
            : throw new RefusedException(Errors.MemberInvalid, $"It must be one of {string.Join(", ", AlertWords.Sorts)}, or null.", "sort");
        Instant now = Instant.Now(clock);
        AlertMute wanted = new(0, pattern, sort, UntilOf(body, now), ReasonOf(body.RequiredText("reason")), now, AlertsEndpoint.NameOf(context));
        AlertMute mute = await store.AlertRules.AddMuteAsync(wanted, context.RequestAborted);
        await Answer.ObjectAsync(context, StatusCodes.Status201Created, json => Write(json, mute));
    }

    private async Task EndAsync(HttpContext context)
    {
        await JsonBody.ReadAsync(context);
        if (RulesEndpoint.IdOf(context) is not { } id || !await store.AlertRules.EndMuteAsync(id, Instant.Now(clock), context.RequestAborted))
            throw new RefusedException(Errors.NotFound, "There is no mute of this number that lasts; see /api/v1/mutes.");
        Answer.Done(context);
    }

    private static Instant? UntilOf(JsonBody body, Instant now)
    {
        Instant? until = null;
        if (body.Number("seconds") is { } seconds)
            until = seconds is > 0 and < 1e9 ? now + TimeSpan.FromSeconds(seconds) : throw new RefusedException(Errors.MemberInvalid, "It must be a number of seconds.", "seconds");
        if (body.Text("until") is not { } text)
            return until;
        if (until is not null)
            throw new RefusedException(Errors.MemberInvalid, "Say until or seconds, not both.");
        return Instant.TryParse(text, out Instant time) && time > now ? time
            : throw new RefusedException(Errors.MemberInvalid, "It must be a time that is still to come, such as 2026-11-22T21:45:13Z.", "until");
    }

    private static string ReasonOf(string sent)
    {
        string reason = sent.Trim();
        return reason.Length == 0 || NameRule.Cut(reason, LongestReason) != reason || NameRule.IsInvisible(reason)
            ? throw new RefusedException(Errors.MemberInvalid, "It has 1 to 200 visible characters.", "reason")
            : reason;
    }

    private static void Write(Utf8JsonWriter json, AlertMute mute)
    {
        json.WriteNumber("id", mute.Id);
        json.WriteString("location", mute.Pattern.Location);
        json.WriteString("metric", mute.Pattern.Metric);
        json.WriteString("sort", mute.Sort is { } sort ? AlertWords.Of(sort) : null);
        json.WriteString("until", mute.Until?.ToString());
        json.WriteString("reason", mute.Reason);
        json.WriteString("created", mute.CreatedAt.ToString());
        json.WriteString("created_by", mute.CreatedBy);
    }
}
