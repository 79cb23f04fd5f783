using Barograph.Model;
using Barograph.Server.Auth;
using Barograph.Server.Changes;
using Barograph.Server.OpenApi;
using Barograph.Storage;

namespace Barograph.Server.Http;

/// <summary><c>/api/v1/sessions</c>: where the person is signed in, and how to end that.</summary>
public sealed class SessionsEndpoint(ISessionCatalog sessions, TimeProvider clock)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/sessions", ListAsync).WithMetadata(AccessRule.SignedIn).Describe(
            new RouteDescription("listSessions", "People", "Where the person is signed in.")
                .Gives(Shape.ArrayOf(PeopleShapes.Session), "The youngest first.")
                .Refuses(Errors.ParameterInvalid));
        routes.MapDelete("/api/v1/sessions/{id}", EndAsync).WithMetadata(AccessRule.SignedIn).Describe(
            new RouteDescription("endSession", "People", "Signs the person out in one browser.")
                .Path("id", Shape.Text(), "The session's id.", "a980ff4135bc2b57")
                .RefusesMembers()
                .IsDone("It has ended.")
                .Refuses(Errors.NotFound));
    }

    private async Task ListAsync(HttpContext context)
    {
        QueryParameters.DemandNone(context.Request);
        Caller caller = Caller.In(context);
        await Answer.ListAsync(context, await OwnAsync(context), (json, session) =>
        {
            json.WriteString("id", Sessions.IdOf(session));
            json.WriteString("created", session.CreatedAt.ToString());
            json.WriteString("expires", session.ExpiresAt.ToString());
            json.WriteString("client", session.Client);
            json.WriteBoolean("current", session.Hash == caller.Session);
        });
    }

    private async Task EndAsync(HttpContext context)
    {
        await JsonBody.ReadAsync(context);
        string id = (string)context.Request.RouteValues["id"]!;
        Session session = (await OwnAsync(context)).FirstOrDefault(candidate => Sessions.IdOf(candidate) == id)
            ?? throw new RefusedException(Errors.NotFound, "You have no session of this number; see /api/v1/sessions.");
        await sessions.EndAsync(session.Hash, context.RequestAborted);
        Answer.Done(context);
    }

    private ValueTask<IReadOnlyList<Session>> OwnAsync(HttpContext context) =>
        sessions.ListAsync(Caller.In(context).Account!.Id, Instant.Now(clock), context.RequestAborted);
}
