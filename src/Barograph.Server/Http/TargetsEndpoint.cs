using System.Text.Json;
using Barograph.Model;
using Barograph.Server.Changes;
using Barograph.Server.Notify;
using Barograph.Server.OpenApi;
using Barograph.Storage;

namespace Barograph.Server.Http;

/// <summary><c>/api/v1/targets</c>: where alerts are sent to. An owner's, because they hold secrets and let the server knock at doors.</summary>
public sealed class TargetsEndpoint(IStore store, SecretBox box, TimeProvider clock)
{
    private readonly TargetChanges _targets = new(store, box, clock);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/targets", ListAsync).WithMetadata(AccessRule.Own).Describe(
            new RouteDescription("listTargets", "Alerts", "All targets, and whether notices arrive there.")
                .Gives(Shape.ArrayOf(AlertShapes.Target), "By number.").Refuses(Errors.ParameterInvalid));
        routes.MapPost("/api/v1/targets", AddAsync).WithMetadata(AccessRule.Own).Describe(
            new RouteDescription("addTarget", "Alerts", "Adds a target.")
                .Saying("Options: of mail host, from, to (port, security, user); of webhook url; of ntfy topic (url); of telegram chat (url); of pushover user (url).")
                .TakesObject("""{"name":"phone","kind":"ntfy","options":{"topic":"my-house-0b1c"}}""",
                    new Field("name", Shape.Text(length: (1, 64))), new Field("kind", Shape.OneWord(TargetChanges.KindNames)),
                    new Field("options", Shape.WithAny(Shape.Text())), Field.Optional("secret", Shape.Text(), "A password, a token, or a webhook's key."),
                    Field.Optional("allow_lan", Shape.Boolean))
                .Makes(AlertShapes.AddedTarget, "It is added.")
                .Refuses(Errors.NameInvalid, Errors.NameTaken));
        routes.MapDelete("/api/v1/targets/{name}", RemoveAsync).WithMetadata(AccessRule.Own).Describe(
            new RouteDescription("removeTarget", "Alerts", "Removes a target, with what was still to be sent to it.")
                .Path("name", Shape.Text(), "The target's name.", "phone").RefusesMembers().IsDone("It is gone.").Refuses(Errors.NotFound));
        routes.MapPost("/api/v1/targets/{name}/test", TestAsync).WithMetadata(AccessRule.Own).Describe(
            new RouteDescription("testTarget", "Alerts", "Sends a drill, and waits up to half a minute for what becomes of it.")
                .Path("name", Shape.Text(), "The target's name.", "phone").RefusesMembers()
                .Gives(AlertShapes.Drill, "It was tried.").Refuses(Errors.NotFound));
    }

    private async Task ListAsync(HttpContext context)
    {
        QueryParameters.DemandNone(context.Request);
        await Answer.ListAsync(context, await store.Targets.ListAsync(context.RequestAborted), AlertShapes.Write);
    }

    private async Task AddAsync(HttpContext context)
    {
        JsonBody body = await JsonBody.ReadAsync(context, "name", "kind", "options", "secret", "allow_lan");
        Dictionary<string, string> options = new(StringComparer.Ordinal);
        if (!body.TryGet("options", out JsonElement sent) || sent.ValueKind != JsonValueKind.Object)
            throw new RefusedException(Errors.MemberInvalid, "It must be an object of texts, such as {\"topic\":\"my-house\"}.", "options");
        foreach (JsonProperty option in sent.EnumerateObject())
            options.Add(option.Name, JsonBody.TextOf(option.Value, "options"));
        TargetWish wish = new(body.RequiredText("name"), body.RequiredText("kind"), options) { Secret = body.Text("secret"), AllowsLan = body.Flag("allow_lan") ?? false };
        (AlertTarget target, string? made) = await _targets.AddAsync(wish, context.RequestAborted);
        await Answer.ObjectAsync(context, StatusCodes.Status201Created, json =>
        {
            json.WriteNumber("id", target.Id);
            json.WriteString("name", target.Name);
            json.WriteString("secret", made);
        });
    }

    private async Task RemoveAsync(HttpContext context)
    {
        await JsonBody.ReadAsync(context);
        await _targets.RemoveAsync((string)context.Request.RouteValues["name"]!, context.RequestAborted);
        Answer.Done(context);
    }

    private async Task TestAsync(HttpContext context)
    {
        await JsonBody.ReadAsync(context);
        AlertTarget target = await _targets.FindAsync((string)context.Request.RouteValues["name"]!, context.RequestAborted);
        Notice drill = (await new Drill(store, clock).RunAsync([target], context.RequestAborted))[0];
        await Answer.ObjectAsync(context, StatusCodes.Status200OK, json =>
        {
            json.WriteString("target", target.Name);
            json.WriteBoolean("arrived", drill is { Attempts: > 0, Failure: null });
            json.WriteString("problem", drill.Attempts == 0 ? "Nobody has sent it yet." : drill.Failure);
        });
    }
}
