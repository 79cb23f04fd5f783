using Barograph.Model;
using Barograph.Server.Changes;
using Barograph.Server.Commands;
using Barograph.Server.OpenApi;
using Barograph.Storage;

namespace Barograph.Server.Http;

/// <summary><c>/api/v1/accounts</c>: who may sign in, as what.</summary>
public sealed class AccountsEndpoint(IStore store, TimeProvider clock)
{
    private readonly AccountChanges _accounts = new(store, clock);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/accounts", ListAsync).WithMetadata(AccessRule.Own).Describe(
            new RouteDescription("listAccounts", "People", "Who may sign in.")
                .Gives(Shape.ArrayOf(PeopleShapes.Account), "The oldest first.")
                .Refuses(Errors.ParameterInvalid));
        routes.MapPost("/api/v1/accounts", AddAsync).WithMetadata(AccessRule.Own).Describe(
            new RouteDescription("addAccount", "People", "Adds an account, with a password of ours.")
                .TakesObject("""{"name":"anna","role":"guest"}""", new Field("name", Shape.Text(length: (1, 64))), new Field("role", PeopleShapes.Role))
                .Makes(PeopleShapes.IssuedAccount, "It is added.")
                .Refuses(Errors.NameInvalid, Errors.NameTaken));
        routes.MapPatch("/api/v1/accounts/{name}", SetRoleAsync).WithMetadata(AccessRule.Own).Describe(
            new RouteDescription("setAccountRole", "People", "Gives an account another role, from the next request on.")
                .Path("name", Shape.Text(), "The account's name.", "anna")
                .TakesObject("""{"role":"member"}""", new Field("role", PeopleShapes.Role))
                .IsDone("It has this role.")
                .Refuses(Errors.NotFound, Errors.NameInvalid, Errors.LastOwner));
        routes.MapDelete("/api/v1/accounts/{name}", RemoveAsync).WithMetadata(AccessRule.Own).Describe(
            new RouteDescription("removeAccount", "People", "Removes an account and ends its sessions.")
                .Path("name", Shape.Text(), "The account's name.", "anna")
                .RefusesMembers()
                .IsDone("It is gone.")
                .Refuses(Errors.NotFound, Errors.NameInvalid, Errors.LastOwner));
        routes.MapPost("/api/v1/accounts/{name}/password", RenewPasswordAsync).WithMetadata(AccessRule.Own).Describe(
            new RouteDescription("renewAccountPassword", "People", "Gives an account a new password of ours, and ends its sessions.")
                .Path("name", Shape.Text(), "The account's name.", "anna")
                .RefusesMembers()
                .Gives(PeopleShapes.IssuedPassword, "It is set.")
                .Refuses(Errors.NotFound, Errors.NameInvalid));
    }

    private async Task ListAsync(HttpContext context)
    {
        QueryParameters.DemandNone(context.Request);
        await Answer.ListAsync(context, await store.Accounts.ListAsync(context.RequestAborted), (json, account) =>
        {
            json.WriteString("name", account.Name);
            json.WriteString("role", Labels.Of(account.Role));
            json.WriteString("created", account.CreatedAt.ToString());
        });
    }

    private async Task AddAsync(HttpContext context)
    {
        JsonBody body = await JsonBody.ReadAsync(context, "name", "role");
        (string name, AccountRole role) = (body.RequiredText("name"), RoleOf(body));
        (Account account, string password) = await _accounts.AddAsync(name, role, context.RequestAborted);
        await Answer.ObjectAsync(context, StatusCodes.Status201Created, json =>
        {
            json.WriteString("name", account.Name);
            json.WriteString("role", Labels.Of(account.Role));
            json.WriteString("password", password);
        });
    }

    private async Task SetRoleAsync(HttpContext context)
    {
        AccountRole role = RoleOf(await JsonBody.ReadAsync(context, "role"));
        await _accounts.SetRoleAsync(await NameOfAsync(context), role, context.RequestAborted);
        Answer.Done(context);
    }

    private async Task RemoveAsync(HttpContext context)
    {
        await JsonBody.ReadAsync(context);
        await _accounts.RemoveAsync(await NameOfAsync(context), context.RequestAborted);
        Answer.Done(context);
    }

    private async Task RenewPasswordAsync(HttpContext context)
    {
        await JsonBody.ReadAsync(context);
        string password = await _accounts.RenewPasswordAsync(await NameOfAsync(context), context.RequestAborted);
        await Answer.ObjectAsync(context, StatusCodes.Status200OK, json => json.WriteString("password", password));
    }

    private static AccountRole RoleOf(JsonBody body) => Labels.TryRole(body.RequiredText("role"), out AccountRole role)
        ? role
        : throw new RefusedException(Errors.MemberInvalid, "It must be owner, member or guest.", "role");

    /// <summary>A slash of a name comes encoded, and is not decoded on the way to us; but a name may also be called as if it were.</summary>
    private async Task<string> NameOfAsync(HttpContext context)
    {
        string sent = (string)context.Request.RouteValues["name"]!;
        return (await store.Accounts.ListAsync(context.RequestAborted)).Any(account => account.Name == sent)
            ? sent
            : sent.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
    }
}
