using System.Text.Json;
using Barograph.Model;
using Barograph.Server.Changes;
using Barograph.Server.Notify;
using Barograph.Server.OpenApi;
using Barograph.Storage;

namespace Barograph.Server.Http.Alerts;

/// <summary><c>/api/v1/targets</c>: where alerts are sent to. Secrets go in and never come out.</summary>
public sealed class TargetsEndpoint(IStore store, SecretBox box, TimeProvider clock)
{
    /// <summary>Among so many of the newest notices of a target its last drill is looked for.</summary>
    private const int NoticesBack = 200;

    private readonly TargetChanges _targets = new(store, box, clock);

    public void Map(IEndpointRouteBuilder routes)
    {
        Field secret = Field.Optional("secret", Shape.Text(length: (1, 500)), "A password or token, kept sealed.");
        Field lan = Field.Optional("allow_lan", Shape.Boolean, "Whether it may lie in a private network, or on this machine; it may not, if nothing is said.");
        routes.MapGet("/api/v1/targets", ListAsync).WithMetadata(AccessRule.Own).Describe(
            new RouteDescription("listTargets", "Alerts", "Where alerts are sent to.")
                .Gives(Shape.ArrayOf(AlertShapes.Target), "By number.")
                .Refuses(Errors.ParameterInvalid));
        routes.MapPost("/api/v1/targets", AddAsync).WithMetadata(AccessRule.Own).Describe(
            new RouteDescription("addTarget", "Alerts", "Adds a target.")
                .TakesObject("""{"name":"phone","kind":"ntfy","options":{"topic":"our-house-8f3k"}}""", new Field("name", Shape.Text(length: (1, 64))),
                    new Field("kind", AlertShapes.TargetKind), new Field("options", AlertShapes.TargetOptions), secret, lan)
                .Makes(AlertShapes.AddedTarget, "It is added.")
                .Refuses(Errors.NameInvalid, Errors.NameTaken));
        routes.MapPatch("/api/v1/targets/{id}", ChangeAsync).WithMetadata(AccessRule.Own).Describe(
            new RouteDescription("changeTarget", "Alerts", "Changes a target. With options of another place its secret has to be given again.")
                .Path("id", Shape.Text(), "The target's number.", "1")
                .TakesObject("""{"enabled":false}""", Field.Optional("name", Shape.Text(length: (1, 64))), Field.Optional("options", AlertShapes.TargetOptions, "All of them."), secret, lan,
                    Field.Optional("enabled", Shape.Boolean, "Whether anything is sent there."))
                .IsDone("It is changed; what was not named stays.")
                .Refuses(Errors.NotFound, Errors.NameInvalid, Errors.NameTaken));
        routes.MapDelete("/api/v1/targets/{id}", RemoveAsync).WithMetadata(AccessRule.Own).Describe(
            new RouteDescription("removeTarget", "Alerts", "Removes a target, and what was still to be sent there.")
                .Path("id", Shape.Text(), "The target's number.", "1")
                .RefusesMembers()
                .IsDone("It is gone.")
                .Refuses(Errors.NotFound));
        routes.MapPost("/api/v1/targets/{id}/test", TestAsync).WithMetadata(AccessRule.Own).Describe(
            new RouteDescription("testTarget", "Alerts", "Sends a test there, as alerts are sent, and waits for up to half a minute for what becomes of it.")
                .Path("id", Shape.Text(), "The target's number.", "1")
                .RefusesMembers()
                .Gives(AlertShapes.TargetTest, "What became of it.")
                .Refuses(Errors.NotFound));
    }

    private async Task ListAsync(HttpContext context)
    {
        QueryParameters.DemandNone(context.Request);
        List<(AlertTarget Target, Notice? Drill)> all = [];
        foreach (AlertTarget target in await store.Targets.ListAsync(context.RequestAborted))
            all.Add((target, (await store.Outbox.ListAsync(target.Id, NoticesBack, context.RequestAborted)).FirstOrDefault(notice => notice.Kind == NoticeKind.Drill)));
        await Answer.ListAsync(context, all, (json, one) => Write(json, one.Target, one.Drill));
    }

    private async Task AddAsync(HttpContext context)
    {
        JsonBody body = await JsonBody.ReadAsync(context, "name", "kind", "options", "secret", "allow_lan");
        TargetWish wish = new(body.RequiredText("name"), body.RequiredText("kind"), OptionsOf(body) ?? new Dictionary<string, string>())
        {
            Secret = body.Text("secret"),
            AllowsLan = body.Flag("allow_lan") ?? false,
        };
        (AlertTarget target, string? made) = await _targets.AddAsync(wish, context.RequestAborted);
        await Answer.ObjectAsync(context, StatusCodes.Status201Created, json =>
        {
            json.WriteNumber("id", target.Id);
            json.WriteString("name", target.Name);
            json.WriteString("kind", TargetChanges.NameOf(target.Kind));
            if (made is not null)
                json.WriteString("secret", made);
        });
    }

    private async Task ChangeAsync(HttpContext context)
    {
        JsonBody body = await JsonBody.ReadAsync(context, "name", "options", "secret", "allow_lan", "enabled");
        TargetChange change = new()
        {
            Name = body.Text("name"),
            Options = OptionsOf(body),
            Secret = body.Text("secret"),
            AllowsLan = body.Flag("allow_lan"),
            IsEnabled = body.Flag("enabled"),
        };
        await _targets.ChangeAsync(await FindAsync(context), change, context.RequestAborted);
        Answer.Done(context);
    }

    private async Task RemoveAsync(HttpContext context)
    {
        await JsonBody.ReadAsync(context);
        if (RulesEndpoint.IdOf(context) is not { } id || !await store.Targets.RemoveAsync(id, context.RequestAborted))
            throw Unknown();
        Answer.Done(context);
    }

    private async Task TestAsync(HttpContext context)
    {
        await JsonBody.ReadAsync(context);
        AlertTarget target = await FindAsync(context);
        if (!target.IsEnabled)
            throw new RefusedException(Errors.MemberInvalid, "The target is switched off, so nothing is sent there.");
        Notice drill = (await new Drill(store, clock).RunAsync([target], context.RequestAborted))[0];
        await Answer.ObjectAsync(context, StatusCodes.Status200OK, json =>
        {
            json.WriteBoolean("arrived", drill is { SettledAt: not null, Failure: null });
            json.WriteString("failure", drill.Attempts == 0 ? "It was not sent within half a minute; it will be." : drill.Failure);
        });
    }

    private async ValueTask<AlertTarget> FindAsync(HttpContext context)
    {
        int? id = RulesEndpoint.IdOf(context);
        return (await store.Targets.ListAsync(context.RequestAborted)).FirstOrDefault(target => target.Id == id) ?? throw Unknown();
    }

    private static RefusedException Unknown() => new(Errors.NotFound, "There is no target of this number; see /api/v1/targets.");

    private static Dictionary<string, string>? OptionsOf(JsonBody body)
    {
        if (!body.TryGet("options", out JsonElement sent))
            return null;
        return sent.ValueKind == JsonValueKind.Object
            ? sent.EnumerateObject().ToDictionary(option => option.Name, option => JsonBody.TextOf(option.Value, "options"), StringComparer.Ordinal)
            : throw new RefusedException(Errors.MemberInvalid, "It must be an object of texts, such as {\"topic\":\"our-house\"}.", "options");
    }

    private static void Write(Utf8JsonWriter json, AlertTarget target, Notice? drill)
    {
        json.WriteNumber("id", target.Id);
        json.WriteString("name", target.Name);
        json.WriteString("kind", TargetChanges.NameOf(target.Kind));
        json.WriteStartObject("options");
        foreach ((string key, string value) in TargetSettings.ParseOptions(target.Options).OrderBy(option => option.Key, StringComparer.Ordinal))
            json.WriteString(key, value);
        json.WriteEndObject();
        json.WriteBoolean("has_secret", target.SealedSecret is not null);
        json.WriteBoolean("allow_lan", target.AllowsLan);
        json.WriteBoolean("enabled", target.IsEnabled);
        json.WriteString("created", target.CreatedAt.ToString());
        json.WriteString("succeeded", target.SucceededAt?.ToString());
        json.WriteString("failed", target.FailedAt?.ToString());
        json.WriteString("failure", target.Failure);
        json.WriteString("drilled", drill?.CreatedAt.ToString());
        if (drill is null || drill.Attempts == 0)
            json.WriteNull("drill_arrived");
        else
            json.WriteBoolean("drill_arrived", drill is { SettledAt: not null, Failure: null });
    }
}
