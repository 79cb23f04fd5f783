using System.Globalization;
using System.Text.Json;
using Barograph.Alerts;
using Barograph.Model;
using Barograph.Server.Changes;
using Barograph.Server.OpenApi;
using Barograph.Server.Running;
using Barograph.Storage;

namespace Barograph.Server.Http.Alerts;

/// <summary><c>/api/v1/rules</c>: when somebody wants to be told.</summary>
public sealed class RulesEndpoint(IStore store, ReportIntervals intervals, TimeProvider clock)
{
    private const string Example = """{"location":"basement","metric":"wetness","kind":"above","threshold":0.5,"for":10,"repeat_every":900,"urgent":true}""";
    private const int UsualDays = 7;
    private const int MostDays = 366;

    private readonly RulePreview _preview = new(store, intervals);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/rules", ListAsync).WithMetadata(AccessRule.ReadInside).Describe(
            new RouteDescription("listRules", "Alerts", "All rules, those that are switched off included.")
                .Gives(Shape.ArrayOf(AlertShapes.Rule), "By number.")
                .Refuses(Errors.ParameterInvalid));
        routes.MapPost("/api/v1/rules", AddAsync).WithMetadata(AccessRule.Change).Describe(
            new RouteDescription("addRule", "Alerts", "Adds a rule. It is judged from the next reading on.")
                .TakesObject(Example, AlertShapes.SentRule(isWhole: true))
                .Makes(AlertShapes.Rule, "It is added."));
        routes.MapPatch("/api/v1/rules/{id}", ChangeAsync).WithMetadata(AccessRule.Change).Describe(
            new RouteDescription("changeRule", "Alerts", "Changes a rule. With another kind, what is asked begins anew.")
                .Path("id", Shape.Text(), "The rule's number.", "1")
                .TakesObject("""{"threshold":0.4}""", AlertShapes.SentRule(isWhole: false))
                .Gives(AlertShapes.Rule, "As it is now; what was not named stays.")
                .Refuses(Errors.NotFound));
        routes.MapDelete("/api/v1/rules/{id}", RemoveAsync).WithMetadata(AccessRule.Change).Describe(
            new RouteDescription("removeRule", "Alerts", "Removes a rule; what it has told stays in the history.")
                .Path("id", Shape.Text(), "The rule's number.", "1")
                .RefusesMembers()
                .IsDone("It is gone.")
                .Refuses(Errors.NotFound));
        routes.MapPost("/api/v1/rules/preview", PreviewAsync).WithMetadata(AccessRule.Change).Describe(
            new RouteDescription("previewRule", "Alerts", "Says when a rule would have fired in the last days, by the readings that are there. Nothing is kept or told.")
                .TakesObject(Example, [.. AlertShapes.SentRule(isWhole: true), Field.Optional("days", Shape.WholeNumber, "How many days back: 7, if nothing is said, and up to 366.")])
                .Gives(AlertShapes.Preview, "What it would have told.")
                .Refuses(Errors.RangeTooLarge));
    }

    private async Task ListAsync(HttpContext context)
    {
        QueryParameters.DemandNone(context.Request);
        await Answer.ListAsync(context, await store.AlertRules.ListAsync(context.RequestAborted), Write);
    }

    private async Task AddAsync(HttpContext context)
    {
        AlertRule wanted = RuleBody.New(await JsonBody.ReadAsync(context, RuleBody.Members));
        AlertRule rule = await store.AlertRules.AddAsync(wanted with { CreatedAt = Instant.Now(clock) }, context.RequestAborted);
        await Answer.ObjectAsync(context, StatusCodes.Status201Created, json => Write(json, rule));
    }

    private async Task ChangeAsync(HttpContext context)
    {
        JsonBody body = await JsonBody.ReadAsync(context, RuleBody.Members);
        int id = IdOf(context) ?? throw Unknown();
        AlertRule rule = (await store.AlertRules.ListAsync(context.RequestAborted)).FirstOrDefault(one => one.Id == id) ?? throw Unknown();
        AlertRule wanted = RuleBody.Changed(rule, body);
        if (!await store.AlertRules.ChangeAsync(wanted, context.RequestAborted))
            throw Unknown();
        await Answer.ObjectAsync(context, StatusCodes.Status200OK, json => Write(json, wanted));
    }

    private async Task RemoveAsync(HttpContext context)
    {
        await JsonBody.ReadAsync(context);
        if (IdOf(context) is not { } id || !await store.AlertRules.RemoveAsync(id, context.RequestAborted))
            throw Unknown();
        Answer.Done(context);
    }

    private async Task PreviewAsync(HttpContext context)
    {
        JsonBody body = await JsonBody.ReadAsync(context, [.. RuleBody.Members, "days"]);
        AlertRule rule = RuleBody.New(body);
        int days = body.WholeNumber("days") ?? UsualDays;
        if (days is < 1 or > MostDays)
            throw new RefusedException(Errors.MemberInvalid, $"It must be a number from 1 to {MostDays}.", "days");
        Instant now = Instant.Now(clock);
        TimeRange range = new(now - TimeSpan.FromDays(days), now);
        PreviewResult result = await _preview.RunAsync(rule, range, context.RequestAborted);
        await Answer.ObjectAsync(context, StatusCodes.Status200OK, json =>
        {
            json.WriteString("from", range.From.ToString());
            json.WriteString("to", range.To.ToString());
            json.WriteNumber("series", result.Series);
            json.WriteNumber("judged", result.Judged);
            json.WriteStartArray("alerts");
            foreach ((SeriesInfo series, AlertSpan span) in result.Alerts)
                WriteSpan(json, series, span);
            json.WriteEndArray();
        });
    }

    /// <summary>The number in the address; null if it is none.</summary>
    internal static int? IdOf(HttpContext context) =>
        int.TryParse((string)context.Request.RouteValues["id"]!, NumberStyles.None, CultureInfo.InvariantCulture, out int id) ? id : null;

    private static RefusedException Unknown() => new(Errors.NotFound, "There is no rule of this number; see /api/v1/rules.");

    private static void Write(Utf8JsonWriter json, AlertRule rule)
    {
        AlertCondition asked = rule.Condition;
        json.WriteNumber("id", rule.Id);
        json.WriteString("location", rule.Pattern.Location);
        json.WriteString("metric", rule.Pattern.Metric);
        json.WriteString("kind", AlertWords.Of(asked.Kind));
        json.WriteNumber("threshold", asked.Threshold);
        json.WriteNumber("upper", asked.Upper);
        AlertJson.WriteSeconds(json, "within", asked.Within);
        json.WriteNumber("hysteresis", asked.Hysteresis);
        AlertJson.WriteSeconds(json, "for", rule.For);
        AlertJson.WriteSeconds(json, "keep_firing_for", rule.KeepFiringFor);
        AlertJson.WriteSeconds(json, "repeat_every", rule.RepeatEvery);
        json.WriteBoolean("urgent", rule.IsUrgent);
        json.WriteBoolean("enabled", rule.IsEnabled);
        json.WriteBoolean("default", rule.IsDefault);
        json.WriteString("created", rule.CreatedAt.ToString());
        json.WriteString("text", RuleText.Of(rule));
    }

    private static void WriteSpan(Utf8JsonWriter json, SeriesInfo series, AlertSpan span)
    {
        json.WriteStartObject();
        AlertJson.WriteSeries(json, series);
        json.WriteString("started", span.Start.ToString());
        json.WriteString("fired", span.FiredAt.ToString());
        json.WriteString("ended", span.End?.ToString());
        AlertJson.WriteNumber(json, "value", span.Value);
        AlertJson.WriteNumber(json, "extreme", span.Extreme);
        json.WriteEndObject();
    }
}
