using System.Globalization;
using System.Text.Json;
using Barograph.Model;
using Barograph.Server.Changes;
using Barograph.Server.Commands;
using Barograph.Server.OpenApi;
using Barograph.Storage;

namespace Barograph.Server.Http;

/// <summary><c>/api/v1/retention</c>: how long single readings are kept, and what that means for the disk.</summary>
public sealed class RetentionEndpoint(IStore store, TimeProvider clock)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/retention", GetAsync).WithMetadata(AccessRule.ReadInside).Describe(
            new RouteDescription("getRetention", "Server", "How long single readings are kept, and when the disk is full.")
                .Query("raw_days", Shape.Text(pattern: "^[0-9]+$"), "What would follow from another plan, before it is made: 31 to 36500.")
                .Gives(PeopleShapes.Retention, "The plan and what follows from it.")
                .Refuses(Errors.ParameterInvalid));
        routes.MapPut("/api/v1/retention", PutAsync).WithMetadata(AccessRule.Own).Describe(
            new RouteDescription("setRetention", "Server", "Sets how long single readings are kept; summaries of 5 minutes and 1 hour stay.")
                .TakesObject("""{"raw_days":730}""", new Field("raw_days", Shape.WholeNumber.OrNull(), "From 31 to 36500; null: for ever."))
                .Gives(PeopleShapes.Retention, "The plan and what follows from it."));
    }

    private async Task GetAsync(HttpContext context)
    {
        QueryParameters query = new(context.Request, "raw_days");
        RetentionPlan? wish = query.Optional("raw_days") is { } days ? new RetentionPlan(int.TryParse(days, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0) : null;
        if (wish is { } wanted && !IsPossible(wanted))
            query.Complain("raw_days is a number of days from 31 to 36500.");
        if (query.Problem is { } problem)
            await Answer.ProblemAsync(context, Errors.ParameterInvalid, problem);
        else
            await AnswerAsync(context, wish ?? await store.Retention.ReadAsync(context.RequestAborted));
    }

    private async Task PutAsync(HttpContext context)
    {
        JsonBody body = await JsonBody.ReadAsync(context, "raw_days");
        if (!body.Has("raw_days"))
            throw new RefusedException(Errors.MemberInvalid, "It is missing; null keeps single readings for ever.", "raw_days");
        RetentionPlan plan = new(body.WholeNumber("raw_days"));
        if (!IsPossible(plan))
            throw new RefusedException(Errors.MemberInvalid, "It must be from 31 (boards may deliver up to 30 days late) to 36500, or null.", "raw_days");
        await store.Retention.SetAsync(plan, context.RequestAborted);
        await AnswerAsync(context, plan);
    }

    private static bool IsPossible(RetentionPlan plan) => plan.RawDays is not (< RetentionPlan.LeastDays or > RetentionPlan.MostDays);

    private async Task AnswerAsync(HttpContext context, RetentionPlan plan)
    {
        Instant now = Instant.Now(clock);
        RetentionForecast forecast = await store.Upkeep.ForecastAsync(plan.DropBefore(now) ?? Instant.MinValue, context.RequestAborted);
        await Answer.JsonAsync(context, StatusCodes.Status200OK, json =>
            JsonSerializer.Serialize(json, RetentionCommand.Show(plan, forecast, now), CommandJson.Default.RetentionShown));
    }
}
