using System.Globalization;
using Barograph.Model;
using Barograph.Server.Changes;
using Barograph.Server.OpenApi;
using Barograph.Storage;

namespace Barograph.Server.Http;

/// <summary><c>/api/v1/rules</c> and <c>/api/v1/mutes</c>: what people want to be told of, and what not for a while.</summary>
public sealed class AlertRulesEndpoint(IStore store, TimeProvider clock)
{
    private readonly AlertChanges _alerts = new(store, clock);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/rules", ListAsync).WithMetadata(AccessRule.ReadInside).Describe(
            new RouteDescription("listRules", "Alerts", "All rules.").Gives(Shape.ArrayOf(AlertShapes.Rule), "By number.").Refuses(Errors.ParameterInvalid));
        routes.MapPost("/api/v1/rules", AddAsync).WithMetadata(AccessRule.Change).Describe(
            new RouteDescription("addRule", "Alerts", "Adds a rule, in one line: LOCATION/METRIC CONDITION [for 10s] [keep 5m] [repeat 15m] [urgent].")
                .Saying("The condition is above 0.5, below 3, outside 18 to 24, equal to 1, rises by 5 within 10m, falls by 3 within 1h, silent, or silent for 2h; a hysteresis may follow it.")
                .TakesObject("""{"rule":"*/wetness above 0.3 for 10s repeat 15m urgent"}""", new Field("rule", AlertShapes.RuleText))
                .Makes(AlertShapes.Rule, "It is added."));
        routes.MapPatch("/api/v1/rules/{id}", ChangeAsync).WithMetadata(AccessRule.Change).Describe(
            new RouteDescription("changeRule", "Alerts", "Changes a rule, or switches it off and on.")
                .Path("id", Shape.Text(), "The rule's number.", "1")
                .TakesObject("""{"rule":"*/wetness above 0.3","enabled":true}""", Field.Optional("rule", AlertShapes.RuleText), Field.Optional("enabled", Shape.Boolean))
                .Gives(AlertShapes.Rule, "As it is now.")
                .Refuses(Errors.NotFound));
        routes.MapDelete("/api/v1/rules/{id}", RemoveAsync).WithMetadata(AccessRule.Change).Describe(
            new RouteDescription("removeRule", "Alerts", "Removes a rule; what it has found stays.")
                .Path("id", Shape.Text(), "The rule's number.", "1").RefusesMembers().IsDone("It is gone.").Refuses(Errors.NotFound));
        routes.MapGet("/api/v1/mutes", ListMutesAsync).WithMetadata(AccessRule.ReadInside).Describe(
            new RouteDescription("listMutes", "Alerts", "All mutes, those that are over included.").Gives(Shape.ArrayOf(AlertShapes.Mute), "By number.").Refuses(Errors.ParameterInvalid));
        routes.MapPost("/api/v1/mutes", AddMuteAsync).WithMetadata(AccessRule.Change).Describe(
            new RouteDescription("addMute", "Alerts", "Does not tell of some series for a while.")
                .TakesObject("""{"series":"attic/*","until":"2026-12-01T12:00:00Z","reason":"painting"}""",
                    new Field("series", Shape.Text(length: (1, 400))), Field.Optional("sort", AlertShapes.Sort.OrNull()),
                    Field.Optional("until", Shapes.Time.OrNull()), new Field("reason", Shape.Text(length: (1, 200))))
                .Makes(AlertShapes.Mute, "It is added."));
        routes.MapDelete("/api/v1/mutes/{id}", EndMuteAsync).WithMetadata(AccessRule.Change).Describe(
            new RouteDescription("endMute", "Alerts", "Ends a mute.")
                .Path("id", Shape.Text(), "The mute's number.", "1").RefusesMembers().IsDone("It is over.").Refuses(Errors.NotFound));
    }

    private async Task ListAsync(HttpContext context)
    {
        QueryParameters.DemandNone(context.Request);
        await Answer.ListAsync(context, await store.AlertRules.ListAsync(context.RequestAborted), AlertShapes.Write);
    }

    private async Task AddAsync(HttpContext context)
    {
        JsonBody body = await JsonBody.ReadAsync(context, "rule");
        AlertRule rule = await _alerts.AddRuleAsync(body.RequiredText("rule"), context.RequestAborted);
        await Answer.ObjectAsync(context, StatusCodes.Status201Created, json => AlertShapes.Write(json, rule));
    }

    private async Task ChangeAsync(HttpContext context)
    {
        JsonBody body = await JsonBody.ReadAsync(context, "rule", "enabled");
        AlertRule rule = await _alerts.ChangeRuleAsync(Id(context), body.Text("rule"), body.Flag("enabled"), context.RequestAborted);
        await Answer.ObjectAsync(context, StatusCodes.Status200OK, json => AlertShapes.Write(json, rule));
    }

    private async Task RemoveAsync(HttpContext context)
    {
        await JsonBody.ReadAsync(context);
        await _alerts.RemoveRuleAsync(Id(context), context.RequestAborted);
        Answer.Done(context);
    }

    private async Task ListMutesAsync(HttpContext context)
    {
        QueryParameters.DemandNone(context.Request);
        await Answer.ListAsync(context, await store.AlertRules.ListMutesAsync(context.RequestAborted), AlertShapes.Write);
    }

    private async Task AddMuteAsync(HttpContext context)
    {
        JsonBody body = await JsonBody.ReadAsync(context, "series", "sort", "until", "reason");
        AlertSort? sort = body.Text("sort") switch
        {
            null => null,
            "values" => AlertSort.Values,
            "silence" => AlertSort.Silence,
            _ => throw new RefusedException(Errors.MemberInvalid, "It must be values, silence or null.", "sort"),
        };
        Instant? until = body.Text("until") is not { } text ? null
            : Instant.TryParse(text, out Instant time) ? time
            : throw new RefusedException(Errors.MemberInvalid, "It is not a time; write 2026-11-22T21:45:13Z.", "until");
        AlertMute mute = await _alerts.AddMuteAsync(
            new MuteWish(body.RequiredText("series"), sort, until, body.RequiredText("reason"), AlertShapes.NameOf(context)), context.RequestAborted);
        await Answer.ObjectAsync(context, StatusCodes.Status201Created, json => AlertShapes.Write(json, mute));
    }

    private async Task EndMuteAsync(HttpContext context)
    {
        await JsonBody.ReadAsync(context);
        await _alerts.EndMuteAsync(Id(context), context.RequestAborted);
        Answer.Done(context);
    }

    private static int Id(HttpContext context) =>
        int.TryParse((string)context.Request.RouteValues["id"]!, NumberStyles.None, CultureInfo.InvariantCulture, out int id) ? id : 0;
}
