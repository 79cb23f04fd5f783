using System.Globalization;
using Barograph.Model;
using Barograph.Server.Auth;
using Barograph.Server.Changes;
using Barograph.Server.Commands;
using Barograph.Server.OpenApi;
using Barograph.Storage;

namespace Barograph.Server.Http;

/// <summary><c>/api/v1/tokens</c>: people's tokens for their scripts; and the end of any token.</summary>
public sealed class TokensEndpoint(IStore store, TimeProvider clock)
{
    private readonly TokenChanges _tokens = new(store, clock);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/tokens", ListAsync).WithMetadata(AccessRule.Own).Describe(
            new RouteDescription("listTokens", "People", "The live personal tokens.")
                .Gives(Shape.ArrayOf(PeopleShapes.PersonalToken), "By number.")
                .Refuses(Errors.ParameterInvalid));
        routes.MapPost("/api/v1/tokens", AddAsync).WithMetadata(AccessRule.Own).Describe(
            new RouteDescription("addToken", "People", "Adds a personal token, for a script.")
                .TakesObject("""{"name":"script","scope":"read"}""", new Field("name", Shape.Text(length: (1, 64))), new Field("scope", PeopleShapes.Scope))
                .Makes(PeopleShapes.IssuedToken, "It is added.")
                .Refuses(Errors.NameInvalid, Errors.NameTaken));
        routes.MapDelete("/api/v1/tokens/{id}", EndAsync).WithMetadata(AccessRule.Change).Describe(
            new RouteDescription("revokeToken", "People", "Ends a token: a device's, or (an owner) a personal one.")
                .Path("id", Shape.Text(), "The token's number.", "1")
                .RefusesMembers()
                .IsDone("It has ended.")
                .Refuses(Errors.NotFound, Errors.TokenEnded));
    }

    private async Task ListAsync(HttpContext context)
    {
        QueryParameters.DemandNone(context.Request);
        Instant now = Instant.Now(clock);
        IEnumerable<Token> live = (await store.Tokens.ListAsync(context.RequestAborted)).Where(token => token.DeviceId is null && token.IsLive(now));
        await Answer.ListAsync(context, live, (json, token) =>
        {
            json.WriteNumber("id", token.Id);
            json.WriteString("name", token.Name);
            json.WriteString("scope", Labels.Of(token.Scope));
            json.WriteString("created", token.CreatedAt.ToString());
            json.WriteString("expires", token.ExpiresAt?.ToString());
        });
    }

    private async Task AddAsync(HttpContext context)
    {
        JsonBody body = await JsonBody.ReadAsync(context, "name", "scope");
        if (!Labels.TryPersonalScope(body.RequiredText("scope"), out TokenScope scope))
            throw new RefusedException(Errors.MemberInvalid, "It must be read, write or admin.", "scope");
        (Token token, string secret) = await _tokens.AddAsync(body.RequiredText("name"), scope, context.RequestAborted);
        await Answer.ObjectAsync(context, StatusCodes.Status201Created, json =>
        {
            json.WriteNumber("id", token.Id);
            json.WriteString("name", token.Name);
            json.WriteString("scope", Labels.Of(token.Scope));
            json.WriteString("token", secret);
        });
    }

    private async Task EndAsync(HttpContext context)
    {
        await JsonBody.ReadAsync(context);
        string id = (string)context.Request.RouteValues["id"]!;
        Token? token = (await store.Tokens.ListAsync(context.RequestAborted))
            .FirstOrDefault(candidate => candidate.Id.ToString(CultureInfo.InvariantCulture) == id);
        // Members have to do with devices only, and learn nothing of people's tokens.
        if (token is null || token.DeviceId is null && Caller.In(context).Role < CallerRole.Owner)
            throw new RefusedException(Errors.NotFound, "There is no token of this number that you may end.");
        if (!await store.Tokens.RevokeAsync(token.Id, Instant.Now(clock), context.RequestAborted))
            throw new RefusedException(Errors.TokenEnded, "It was revoked before, or its time was over; there is nothing left to do.");
        Answer.Done(context);
    }
}
